//! A server that is slow and fails on purpose.

use std::time::{Duration, Instant};

use super::writing::*;
use super::*;
use crate::Simulate;

fn simulating(latency: &str, errors: &str) -> Config {
    let latency = (!latency.is_empty()).then(|| latency.parse().unwrap());
    Config { simulate: Simulate { latency, failures: errors.parse().unwrap() }, ..Config::default() }
}

#[tokio::test]
async fn every_fourth_request_fails_before_anything_is_done() {
    let server = built(simulating("", "25"), Api::builder().schema(schema(&[])), &[]).await;
    let mut told = Vec::new();
    for i in 0..8 {
        let answer = server.post(SKOLER, &format!(r#"{{"systemId":"{i}"}}"#)).await;
        told.push(answer.status);
        if answer.status == 503 {
            assert_eq!(answer.header("retry-after"), Some("1"));
            assert_eq!(answer.json()["type"], "urn:smie:problem:simulated");
            assert!(answer.json()["trace_id"].is_string());
        }
    }
    assert_eq!(told, [202, 202, 202, 503, 202, 202, 202, 503]);
    assert_eq!(server.size(SKOLER).await, 6);
}

#[tokio::test]
async fn every_answer_waits_its_time() {
    let server = built(simulating("60-80", "0"), Api::builder().schema(schema(&[])), &[]).await;
    let began = Instant::now();
    for _ in 0..3 {
        assert_eq!(server.get(SKOLER).await.status, 200);
    }
    assert!(began.elapsed() >= Duration::from_millis(180));
}
