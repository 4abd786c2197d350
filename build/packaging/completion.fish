# fish loads this file when the command is first completed.
virtray completion fish | source
