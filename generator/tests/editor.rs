//! A new model in an editor: the YAML language server finds the schemas by the first lines, has nothing to say of the templates, completes,
//! explains, and marks mistakes. The server comes from npm: `npm ci --prefix tests/judges`, or is on the path.

use std::collections::VecDeque;
use std::io::{BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;
use std::{env, fs};

use serde_json::{Value, json};

/// A language server, and what it has said that nobody has asked for yet.
struct Server {
    child: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    told: VecDeque<Value>,
    requests: u32,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// `None` where there is none.
    fn start() -> Option<Self> {
        let installed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/judges/node_modules/.bin/yaml-language-server");
        let mut command = if installed.exists() { Command::new(installed) } else { Command::new("yaml-language-server") };
        let started = command.arg("--stdio").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let Ok(mut child) = started else {
            assert!(
                env::var_os("SMIE_REQUIRE_ALL").is_none_or(|all| all != "1"),
                "no yaml-language-server, and SMIE_REQUIRE_ALL forbids skipping"
            );
            eprintln!("skipped: `npm ci --prefix tests/judges` installs the YAML language server that this test asks");
            return None;
        };
        let (input, output) = (child.stdin.take()?, child.stdout.take()?);
        let (sender, messages) = mpsc::channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = receive(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let mut server = Self { child, input, messages, told: VecDeque::new(), requests: 0 };
        server.ask("initialize", &json!({"processId": null, "rootUri": null, "capabilities": {}}));
        server.tell("initialized", &json!({}));
        let settings = json!({"yaml": {"validate": true, "hover": true, "completion": true, "schemaStore": {"enable": false}}});
        server.tell("workspace/didChangeConfiguration", &json!({"settings": settings}));
        Some(server)
    }

    fn send(&mut self, mut message: Value) {
        message["jsonrpc"] = "2.0".into();
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("the server reads");
    }

    fn tell(&mut self, method: &str, params: &Value) {
        self.send(json!({"method": method, "params": params}));
    }

    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.requests += 1;
        let id = self.requests;
        self.send(json!({"id": id, "method": method, "params": params}));
        self.wait(|message| message["id"] == id && message.get("method").is_none())["result"].take()
    }

    /// Waits for a message, and answers what the server itself asks meanwhile.
    fn wait(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.told.iter().position(&wanted) {
            return self.told.remove(at).unwrap_or_default();
        }
        loop {
            let message = self.messages.recv_timeout(Duration::from_secs(30)).expect("an answer within thirty seconds");
            if let (Some(id), Some(method)) = (message.get("id"), message["method"].as_str()) {
                let items = message["params"]["items"].as_array().map_or(0, Vec::len);
                let answer = if method == "workspace/configuration" { json!(vec![json!({}); items]) } else { Value::Null };
                self.send(json!({"id": id, "result": answer}));
            } else if wanted(&message) {
                return message;
            } else {
                self.told.push_back(message);
            }
        }
    }

    /// Opens a text as a file, and returns its address with what is wrong with it.
    fn open(&mut self, path: &Path, text: &str) -> (String, Vec<String>) {
        let uri = format!("file://{}", path.display());
        self.tell("textDocument/didOpen", &json!({"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}}));
        let found = self.wait(|message| message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri);
        let messages = found["params"]["diagnostics"].as_array().into_iter().flatten();
        (uri, messages.map(|one| one["message"].as_str().unwrap_or_default().to_owned()).collect())
    }

    fn complete(&mut self, uri: &str, line: usize, character: usize) -> Vec<String> {
        let place = json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": character}});
        let answer = self.ask("textDocument/completion", &place);
        let items = answer["items"].as_array().cloned().unwrap_or_default();
        items.iter().filter_map(|item| item["label"].as_str().map(str::to_owned)).collect()
    }
}

fn receive(output: &mut impl std::io::BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim() {
            "" => break,
            header => length = header.strip_prefix("Content-Length: ").and_then(|n| n.parse().ok()).unwrap_or(length),
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

#[test]
fn an_editor_completes_explains_and_marks() {
    let Some(mut server) = Server::start() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("skole");
    let output = Command::new(env!("CARGO_BIN_EXE_smie")).args(["init", &root.to_string_lossy()]).output().expect("the command starts");
    assert!(output.status.success());
    for name in ["model.yaml", "utdanning/elev.yaml", "utdanning/kodeverk.yaml"] {
        let text = fs::read_to_string(root.join(name)).expect("the file is there");
        assert_eq!(server.open(&root.join(name), &text).1, [""; 0], "{name}");
    }
    let head = "# yaml-language-server: $schema=../.smie/package.schema.json\npackage: a\nclasses:\n  A:\n";
    let file = |name: &str| root.join("utdanning").join(name);

    let (uri, _) = server.open(&file("a.yaml"), &format!("{head}    is: \n"));
    assert_eq!(server.complete(&uri, 4, 8), ["hovedklasse", "abstrakt", "datatype", "kodeverk", "referanse"]);
    let (uri, _) = server.open(&file("b.yaml"), &format!("{head}    is: hovedklasse\n    \n"));
    let keys = server.complete(&uri, 5, 4);
    assert!(["attributes", "relations", "docs"].iter().all(|key| keys.iter().any(|known| known == key)), "{keys:?}");
    let (uri, _) = server.open(&file("c.yaml"), &format!("{head}    attributes:\n      a: {{type: }}\n"));
    let types = server.complete(&uri, 5, 16);
    assert!(types.iter().any(|label| label == "string?"), "{types:?}");

    let (uri, _) = server.open(&file("d.yaml"), &format!("{head}    is: hovedklasse\n"));
    let hover = server.ask("textDocument/hover", &json!({"textDocument": {"uri": uri}, "position": {"line": 4, "character": 5}}));
    assert!(hover["contents"]["value"].as_str().is_some_and(|text| text.contains("`hovedklasse`: has an identity")), "{hover}");

    let wrong = format!("{head}    is: hovedklase\n    attributes: {{a: 'string[]', b: {{typ: x}}}}\n");
    let (_, found) = server.open(&file("e.yaml"), &wrong);
    for part in ["Valid values: \"hovedklasse\"", "`T*` for any number", "Property typ is not allowed"] {
        assert!(found.iter().any(|message| message.contains(part)), "{part}: {found:?}");
    }
}
