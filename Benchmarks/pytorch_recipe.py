"""The fine-tuning recipe of Raschka, "Build a Large Language Model (From Scratch)", chapter 6, in PyTorch:
messages padded to one length, every batch through all twelve blocks, the last one trains.

One epoch is run and multiplied; --epochs 5 runs it all.
"""

import time

import torch
from transformers import AutoTokenizer, GPT2Model

import rows

parser = rows.arguments(__doc__)
parser.add_argument("--epochs", type=float, default=0.25, help="epochs to run; 5 is the recipe")
options = parser.parse_args()
table = rows.Rows()

start = time.perf_counter()
torch.manual_seed(123)
tokenizer = AutoTokenizer.from_pretrained(options.base)
model = GPT2Model.from_pretrained(options.base, dtype=torch.float32)
model.eval()
head = torch.nn.Linear(model.config.n_embd, 2)
table.add("load", time.perf_counter() - start, 1, "models/s")

train, validation, test = rows.balanced(options.data)
encoded = [(tokenizer(text)["input_ids"], label) for text, label in train]
length = max(len(ids) for ids, _ in encoded)
padded = torch.tensor([(ids + [50256] * length)[:length] for ids, _ in encoded])
labels = torch.tensor([label for _, label in encoded])

for parameter in model.parameters():
    parameter.requires_grad = False
for part in (model.h[-1], model.ln_f, head):
    for parameter in part.parameters():
        parameter.requires_grad = True
optimizer = torch.optim.AdamW(
    [p for p in (*model.parameters(), *head.parameters()) if p.requires_grad],
    lr=5e-5, weight_decay=0.1)


def logits(batch):
    return head(model(batch).last_hidden_state[:, -1])


steps = 0
wanted = max(3, int(options.epochs * (len(padded) // 8)))
start = time.perf_counter()
while steps < wanted:
    for batch in torch.randperm(len(padded)).split(8):
        if len(batch) < 8 or steps == wanted:
            continue
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(logits(padded[batch]), labels[batch]).backward()
        optimizer.step()
        steps += 1
seconds = (time.perf_counter() - start) / steps
table.add("train, a step of 8", seconds, 8, "messages/s")
table.add("whole recipe, from its steps", seconds * 5 * (len(padded) // 8), 1, "runs/s")
table.print(options.format)
