# bash loads this file when the command is first completed.
eval "$(virtray completion bash)"
