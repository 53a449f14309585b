//! The HTTP side: sessions are made, read and deleted below `/s/<name>`; the CLI talks to `/s/<name>/v1`.

use super::events::{self, Ending, Stream};
use super::scenario::{HttpAnswer, Kind, Scenario};
use super::sessions::{Body as RequestBody, Request, Session, Sessions};
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{header, HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{any, get, put};
use axum::Router;
use futures_util::future::ready;
use futures_util::stream::{self, StreamExt};
use serde_json::json;
use std::io;
use std::sync::Arc;
use std::time::Duration;

struct Server {
    url: String,
    sessions: Sessions,
}

pub async fn serve(listener: std::net::TcpListener, url: String, sessions: Sessions) -> io::Result<()> {
    let router = Router::new()
        .route("/s/{name}", put(put_session).delete(delete_session))
        .route("/s/{name}/requests", get(requests))
        .route("/s/{name}/v1/{*path}", any(api))
        .layer(DefaultBodyLimit::disable())
        .with_state(Arc::new(Server { url, sessions }));
    axum::serve(tokio::net::TcpListener::from_std(listener)?, router).await
}

async fn put_session(State(server): State<Arc<Server>>, Path(name): Path<String>, body: String) -> Response {
    match Scenario::parse(&body) {
        Ok(scenario) => {
            server.sessions.put(&name, scenario);
            Json(json!({"base_url": format!("{}/s/{name}/v1", server.url)})).into_response()
        }
        Err(message) => error(StatusCode::BAD_REQUEST, &format!("bad scenario: {message}")),
    }
}

async fn delete_session(State(server): State<Arc<Server>>, Path(name): Path<String>) -> Response {
    match server.sessions.delete(&name) {
        true => Json(json!({})).into_response(),
        false => no_session(&name),
    }
}

async fn requests(State(server): State<Arc<Server>>, Path(name): Path<String>) -> Response {
    match server.sessions.get(&name) {
        Some(session) => {
            let requests = session.requests();
            let requests: Vec<&Request> = requests.iter().map(|request| &**request).collect();
            Json(requests).into_response()
        }
        None => no_session(&name),
    }
}

/// What the CLI sees: everything is recorded, and `POST /responses` is answered.
async fn api(
    State(server): State<Arc<Server>>,
    Path((name, path)): Path<(String, String)>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(session) = server.sessions.get(&name) else { return no_session(&name) };
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let text = |value: &header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let request = session.record(Request {
        method: method.to_string(),
        path: format!("/{path}{query}"),
        headers: headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
        body: RequestBody::new(&body),
    });
    if method == Method::POST && path == "responses" {
        respond(&session, &name, &request).await
    } else {
        error(StatusCode::NOT_FOUND, &format!("the model server has no {method} /{path}"))
    }
}

async fn respond(session: &Session, name: &str, request: &Request) -> Response {
    let (number, response) = session.next(&request.body);
    let Some(response) = response else {
        let message = format!("the scenario of session {name:?} has no response for request {number}");
        return error(StatusCode::INTERNAL_SERVER_ERROR, &message);
    };
    if response.delay_ms > 0 {
        tokio::time::sleep(Duration::from_millis(response.delay_ms)).await;
    }
    match (events::stream(response, number), &response.kind) {
        (Some(stream), _) => send(stream),
        (None, Kind::Http(answer)) => plain(answer),
        (None, _) => error(StatusCode::INTERNAL_SERVER_ERROR, "this response has neither events nor an answer"),
    }
}

fn send(Stream { text, ending }: Stream) -> Response {
    let sent = |text| stream::once(ready(io::Result::Ok(text)));
    let body = match ending {
        Ending::Complete => Body::from(text),
        Ending::Hang => Body::from_stream(sent(text).chain(stream::pending())),
        Ending::Disconnect => Body::from_stream(sent(text).chain(stream::once(async {
            // The HTTP layer flushes what it has when the body makes it wait, and closes when the body fails.
            tokio::task::yield_now().await;
            Err(io::ErrorKind::ConnectionAborted.into())
        }))),
    };
    ([(header::CONTENT_TYPE, "text/event-stream")], body).into_response()
}

fn plain(answer: &HttpAnswer) -> Response {
    let (body, content_type) = events::plain_body(answer.body.as_deref());
    let mut response = Response::builder().status(answer.status);
    if !answer.headers.keys().any(|name| name.eq_ignore_ascii_case("content-type")) {
        response = response.header(header::CONTENT_TYPE, content_type);
    }
    for (name, value) in &answer.headers {
        response = response.header(name, value);
    }
    let built = response.body(Body::from(body));
    built.unwrap_or_else(|problem| error(StatusCode::INTERNAL_SERVER_ERROR, &problem.to_string()))
}

fn no_session(name: &str) -> Response {
    error(StatusCode::NOT_FOUND, &format!("there is no session named {name:?}"))
}

/// In the API's own form, so that the CLI shows the message.
fn error(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({"error": {"message": message, "type": "model_server"}}))).into_response()
}
