"""Whatever a client sends, the API answers in its own words and never with a 500."""

import random

import httpx

ODD = [
    None,
    True,
    0,
    -1,
    1.5,
    "",
    "x",
    "x" * 70,
    [],
    [None],
    [1],
    [[]],
    ["x"],
    {},
    {"type": None},
    {"id": None},
    {"type": "object", "properties": {"a": 1}},
]
FIELDS = {
    "responses": [
        *("model", "input", "instructions", "conversation", "previous_response_id", "tools", "tool_choice", "metadata", "text", "include"),
        *("max_output_tokens", "parallel_tool_calls", "store", "reasoning", "safety_identifier"),
    ],
    "conversations": ["items", "metadata"],
    "vector_stores": ["name", "file_ids", "expires_after", "metadata", "chunking_strategy"],
}
NESTED = {
    "input": ["type", "role", "content", "call_id", "output", "arguments", "name"],
    "items": ["type", "role", "content", "id"],
    "tools": ["type", "name", "parameters", "strict", "vector_store_ids", "max_num_results", "filters", "server_label"],
}


def odd_body(chance, fields):
    body = {"model": "sandbox-assistant", "input": "busco piso en nerja"}
    for field in chance.sample(fields, chance.randint(1, min(3, len(fields)))):
        body[field] = chance.choice(ODD)
        if field in NESTED and chance.random() < 0.7:
            names = chance.sample(NESTED[field], 3)
            kinds = ["message", "function", "file_search", "function_call", "function_call_output", "mcp_call"]
            body[field] = [{"type": chance.choice(kinds), "role": "user", **{name: chance.choice(ODD) for name in names}}]
    return body


def test_six_hundred_odd_bodies_are_answered_or_refused_in_the_apis_own_words(account):
    chance = random.Random(11)
    with httpx.Client(base_url=account.url, headers={"Authorization": "Bearer k"}, trust_env=False, timeout=15) as client:
        for path, fields in FIELDS.items():
            for _ in range(200):
                body = odd_body(chance, fields)
                answer = client.post(f"/{path}", json=body)
                assert answer.status_code in {200, 400, 404, 424}, (path, body, answer.text)
                assert answer.status_code == 200 or answer.json()["error"]["message"], body
