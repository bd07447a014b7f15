"""JSON Schema as far as the API's document uses it: whether a value fits, and values that do not."""
import copy
import re

TYPES = {'string': str, 'integer': int, 'number': (int, float), 'boolean': bool, 'object': dict, 'array': list, 'null': type(None)}
INT64 = 2 ** 63 - 1


class Document:
    def __init__(self, document):
        self.document = document

    def resolved(self, schema):
        while schema and '$ref' in schema:
            place = self.document
            for word in schema['$ref'].removeprefix('#/').split('/'):
                place = place[word]
            schema = place
        return schema or {}

    # --- does it fit? ---

    def faults(self, schema, value, where='$'):
        """Why the value does not fit; nothing where it does."""
        schema = self.resolved(schema)
        for part in schema.get('allOf', []):
            yield from self.faults(part, value, where)
        if 'anyOf' in schema and not any(not list(self.faults(part, value)) for part in schema['anyOf']):
            yield f'{where} is none of what it may be'
        kinds = types_of(schema)
        if kinds and not any(is_a(value, kind) for kind in kinds):
            yield f'{where} is {value!r:.60}, and no {" or ".join(kinds)}'
        elif value is not None:
            yield from self.bounds(schema, value, where)
            yield from self.inside(schema, value, where)

    def bounds(self, schema, value, where):
        if 'enum' in schema and value not in schema['enum']:
            yield f'{where} is {value!r:.60}, and none of the values'
        if isinstance(value, str):
            if not schema.get('minLength', 0) <= len(value) <= schema.get('maxLength', len(value)):
                yield f'{where} has {len(value)} characters'
            if 'pattern' in schema and not re.search(schema['pattern'], value):
                yield f'{where} is {value!r:.60}, and not like {schema["pattern"]}'
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            if not schema.get('minimum', value) <= value <= schema.get('maximum', value):
                yield f'{where} is {value}, out of bounds'

    def inside(self, schema, value, where):
        if isinstance(value, list):
            for number, item in enumerate(value):
                yield from self.faults(schema.get('items', {}), item, f'{where}[{number}]')
        elif isinstance(value, dict) and ('properties' in schema or 'additionalProperties' in schema):
            known, others = schema.get('properties', {}), schema.get('additionalProperties', False)
            for key in schema.get('required', []):
                if key not in value and not known.get(key, {}).get('writeOnly'):
                    yield f'{where}.{key} is missing'
            for key, item in value.items():
                if key not in known and others is False and 'properties' in schema:
                    yield f'{where}.{key} is not in the document'
                elif key in known or isinstance(others, dict):
                    yield from self.faults(known.get(key, others), item, f'{where}.{key}')

    # --- what does not ---

    def broken(self, schema, value):
        """What is wrong with it, the field that an answer must name, and the value: each field in each of the ways it can be wrong."""
        schema = self.resolved(schema)
        if not isinstance(value, dict) or 'properties' not in schema:
            return
        yield 'a field that there is not', 'no_such_field', {**value, 'no_such_field': 1}
        for name, about in schema['properties'].items():
            if about.get('readOnly'):
                continue
            if name in schema.get('required', []) and name in value:
                yield 'without it', name, {key: item for key, item in value.items() if key != name}
            for what, wrong in wrong_values(about):
                yield what, name, {**value, name: wrong}
            yield from self.broken_within(name, about, value)

    def broken_within(self, name, about, value):
        """Of what has a shape of its own; money is one value."""
        inner = value.get(name)
        about = next((part for part in about.get('allOf', []) + about.get('anyOf', []) if '$ref' in part), about)
        if isinstance(inner, dict) and '$ref' in about:
            for what, field, changed in self.broken(about, inner):
                yield what, field, {**value, name: changed}
        elif isinstance(inner, list) and inner and isinstance(inner[0], dict):
            for what, field, changed in self.broken(about.get('items', {}), inner[0]):
                yield what, field, {**value, name: [changed, *copy.deepcopy(inner[1:])]}


def types_of(schema):
    kinds = schema.get('type', [])
    return [kinds] if isinstance(kinds, str) else kinds


def is_a(value, kind):
    if isinstance(value, bool):
        return kind == 'boolean'
    return isinstance(value, TYPES[kind])


def wrong_values(schema):
    """Of one field: what is wrong, and a value."""
    kinds = [kind for kind in types_of(schema) if kind != 'null']
    if kinds:
        yield 'another kind', 'x' if kinds[0] in ('array', 'object') else {'x': 1}
    if 'enum' in schema:
        yield 'none of the values', 'no-such-value'
    if 'maxLength' in schema and 'enum' not in schema:
        yield 'too long', 'x' * (schema['maxLength'] + 1)
    if schema.get('maximum', INT64) < INT64:
        yield 'too large', schema['maximum'] + 1
    if schema.get('minimum', -INT64) > -INT64:
        yield 'too small', schema['minimum'] - 1
    if 'maxItems' in schema:
        yield 'too many', ['x'] * (schema['maxItems'] + 1)
    if schema.get('format') == 'date-time':
        yield 'no instant', 'yesterday'
    if schema.get('format') == 'date':
        yield 'no day', '2026-02-30'
