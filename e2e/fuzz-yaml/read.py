"""Reads YAML as cloud-init in a guest does, for comparison: a JSON list of texts on standard input,
a JSON list on standard output. Of each text its tree without types, and its value with Python's."""

import json
import sys

import yaml
from yaml.nodes import MappingNode, ScalarNode


def tree(loader, node):
    if isinstance(node, ScalarNode):
        return node.value
    if isinstance(node, MappingNode):
        loader.flatten_mapping(node)
        return {tree(loader, key): tree(loader, value) for key, value in node.value}
    return [tree(loader, item) for item in node.value]


def read(text):
    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        return {
            "tree": None if node is None else tree(loader, node),
            "value": repr(yaml.load(text, yaml.SafeLoader)),
        }
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)
