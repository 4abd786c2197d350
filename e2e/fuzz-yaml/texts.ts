import fc from "fast-check";

/** Pieces that mean something in YAML, and words to stand between them. */
const pieces = [
  ...[
    "a",
    "b",
    "key",
    "users",
    "default",
    "1",
    "007",
    "1e3",
    "0x_",
    "1:30",
    "12:99",
    "no",
    "~",
    "=",
  ],
  ...["2024-02-30", "2024-01-01 10:00:00 +01:00", ".inf", "1.5", "x y", "é", "aGk=", "null", "<<"],
  ...[": ", ":", " :", "- ", "-", "? ", "?", ", ", ",", "[", "]", "{", "}", "{{ ", " }}", " "],
  ...[
    "\n",
    "\n",
    "\n  ",
    "\n  ",
    "\n    ",
    "\n- ",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "#",
    " # x",
    "---\n",
  ],
  ...[
    "&x ",
    "*x",
    "&y ",
    "*y",
    "&a.b ",
    "!!str ",
    "!!binary ",
    "!!int ",
    "!t ",
    "! ",
    "!!set ",
    "!!map ",
  ],
  ...[
    "|\n",
    "|-\n  ",
    "|+\n  ",
    ">\n  ",
    ">-\n  ",
    "|2\n  ",
    "> # x\n    ",
    '"',
    "'",
    '"\\',
    "\\u00e9",
  ],
  ...[
    '"\\x7f"',
    '"a\\\n  b"',
    "'it''s'",
    "%",
    "%YAML 1.1\n",
    "@",
    "`",
    "...\n",
    "\u0085",
    "\u2028",
  ],
  ...["\u007f", "\u001b", "\ufeff", "\u00a0", "😀", "<<: *x\n", "<<: [*x, *y]\n"],
] as const;

/** Texts as people write them, which are then damaged. */
const whole = [
  `machines:
  web: &web
    template: debian-13
    memory: 2G
    user-data:
      packages: [nginx, "git"]
      write_files:
        - path: /etc/x
          permissions: 0644
          content: |
            one
              two

            three
    wait: [22, 80]
    forward: ["8080:80", 8443:443 uplink]
  db:
    <<: *web
    address: 192.168.100.9
`,
  `#cloud-config
users:
  - default
  - name: bob
    sudo: 'ALL=(ALL) NOPASSWD:ALL'
    ssh_authorized_keys: &keys
      - ssh-ed25519 AAAA bob
ssh_authorized_keys: *keys
runcmd:
  - [sh, -c, "echo \\"hi\\" > /tmp/x"]
  - >
    folded
    text

      more

    end
? plain
: {a: 1, 'b': [x, y: z], "c": }
bootcmd:
- echo: "x: y"   # remark
- 'it''s
  two lines'
- two
  lines
`,
];

const piece = fc.constantFrom(...pieces);

/** Texts made of pieces alone. */
const made = fc.array(piece, { maxLength: 14 }).map((parts) => parts.join(""));

/** Whole texts with some places changed: pieces put in, or letters taken out. */
const damaged = fc
  .tuple(
    fc.constantFrom(...whole),
    fc.array(fc.tuple(fc.nat(1000), fc.nat(3), fc.option(piece)), { minLength: 1, maxLength: 3 }),
  )
  .map(([text, changes]) =>
    changes.reduce((now, [at, length, part]) => {
      const place = at % (now.length + 1);
      return now.slice(0, place) + (part ?? "") + now.slice(place + length);
    }, text),
  );

/** Texts that begin as maps, so that more of them are read to their end. */
const mapped = fc
  .array(fc.tuple(fc.constantFrom("a", "b", "c", "d e", '"f"', "? g\n"), made), { maxLength: 4 })
  .map((pairs) => pairs.map(([key, text]) => `${key}: ${text}\n`).join(""));

/** YAML texts, most of them wrong somewhere. */
export const yamlTexts = fc.oneof(made, damaged, damaged, mapped, mapped, mapped);
