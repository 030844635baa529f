"""The same recipe in PyTorch with every saving we could think of: messages sorted by length and padded only
within a batch, the frozen blocks once for each message, the last block on remembered features; float32 or
bfloat16 for the frozen part.
"""

import time

import torch
from transformers import AutoTokenizer, GPT2Model

import rows

parser = rows.arguments(__doc__)
parser.add_argument("--bfloat16", action="store_true", help="for the frozen part")
options = parser.parse_args()
table = rows.Rows()
whole = time.perf_counter()

torch.manual_seed(123)
tokenizer = AutoTokenizer.from_pretrained(options.base)
kind = torch.bfloat16 if options.bfloat16 else torch.float32
model = GPT2Model.from_pretrained(options.base, dtype=torch.float32, attn_implementation="sdpa")
model.eval()
table.add("load", time.perf_counter() - whole, 1, "models/s")
last, norm = model.h[-1], model.ln_f
model.h = model.h[:-1]
model.ln_f = torch.nn.Identity()
model = model.to(kind)
last, norm = last.float(), norm.float()
head = torch.nn.Linear(model.config.n_embd, 2)

train, validation, test = rows.balanced(options.data)
everything = train + validation + test
ids = [tokenizer(text)["input_ids"] for text, _ in everything]
labels = torch.tensor([label for _, label in everything])
tokens = sum(map(len, ids))
features = [None] * len(ids)


def prefix():
    with torch.inference_mode():
        for batch in torch.tensor(sorted(range(len(ids)), key=lambda i: len(ids[i]))).split(32):
            batch = batch.tolist()
            width = max(len(ids[i]) for i in batch)
            # Padding on the right is never seen by a causal model's earlier tokens.
            padded = torch.tensor([ids[i] + [0] * (width - len(ids[i])) for i in batch])
            hidden = model(padded).last_hidden_state.float()
            for row, i in enumerate(batch):
                features[i] = hidden[row, : len(ids[i])].clone()


table.time(f"frozen part, {'bfloat16' if options.bfloat16 else 'float32'}", tokens, "tokens/s", prefix)
features = [f.clone() for f in features]


def logits(batch):
    width = max(len(features[i]) for i in batch)
    hidden = torch.stack(
        [torch.nn.functional.pad(features[i], (0, 0, 0, width - len(features[i]))) for i in batch])
    output = last(hidden)
    output = output[0] if isinstance(output, tuple) else output
    ends = torch.tensor([len(features[i]) - 1 for i in batch])
    return head(norm(output[torch.arange(len(batch)), ends]))


optimizer = torch.optim.AdamW(
    [*last.parameters(), *norm.parameters(), *head.parameters()], lr=5e-5, weight_decay=0.1,
    fused=True)
start, steps = time.perf_counter(), 0
for epoch in range(5):
    for batch in torch.randperm(len(train)).split(8):
        batch = batch.tolist()
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(logits(batch), labels[batch]).backward()
        optimizer.step()
        steps += 1
table.add("train, a step of 8", (time.perf_counter() - start) / steps, 8, "messages/s")


def evaluate():
    with torch.inference_mode():
        for batch in torch.arange(len(ids)).split(32):
            logits(batch.tolist())


table.time("evaluate", len(ids), "messages/s", evaluate)
torch.save((last.state_dict(), norm.state_dict(), head.state_dict()), "/dev/null")
table.add("whole recipe", time.perf_counter() - whole, 1, "runs/s")
table.print(options.format)
