import Decoding
import HTTPServer
import Masking
import Store

/// `GET /metrics`.
extension Gateway {
  func showMetrics() async -> HTTPResponse {
    var page = MetricsPage()
    let counts = metrics.counts
    page.begin("sluice_model_info", .gauge, "The model that is served.")
    page.sample(["model": pipeline.modelName], 1)
    addProcess(to: &page)
    addRequests(counts, to: &page)
    addQueue(counts, to: &page)
    addScheduler(to: &page)
    addGeneration(counts, to: &page)
    addContracts(counts, to: &page)
    addJournal(counts, to: &page)
    await addJobs(to: &page)
    return HTTPResponse(contentType: MetricsPage.contentType, text: page.text)
  }

  private func addProcess(to page: inout MetricsPage) {
    guard let bytes = ProcessMemory.resident else { return }
    page.begin(
      "process_resident_memory_bytes", .gauge, "Memory that the process has, mapped files that were read included.")
    page.sample(bytes)
  }

  private func addRequests(_ counts: Metrics.Counts, to page: inout MetricsPage) {
    page.begin("sluice_http_requests_total", .counter, "Requests that were answered, by route.")
    for (labels, count) in counts.requests.sorted(by: { $0.key < $1.key }) {
      page.sample(
        ["route": labels.route ?? "none", "method": labels.method, "status": "\(labels.status)"], count)
    }
    page.begin("sluice_http_request_seconds", .histogram, "From a request's arrival to the end of its answer.")
    for (route, times) in counts.requestTimes.sorted(by: { $0.key < $1.key }) { page.sample(["route": route], times) }
    page.begin("sluice_http_requests_in_flight", .gauge, "Requests whose answers have not ended.")
    page.sample(counts.inFlight)
  }

  private func addQueue(_ counts: Metrics.Counts, to page: inout MetricsPage) {
    page.begin("sluice_queue_waiting", .gauge, "Texts that wait for their turn.")
    page.sample(pipeline.engine.waiting)
    page.begin("sluice_queue_limit", .gauge, "Texts that may wait.")
    page.sample(pipeline.engine.waitingLimit)
    page.begin("sluice_model_busy", .gauge, "Whether a text has its turn.")
    page.sample(pipeline.engine.isBusy ? 1 : 0)
    page.begin("sluice_queue_seconds", .histogram, "How long texts waited that got their turn.")
    page.sample([:], counts.queueTimes)
    page.begin("sluice_queue_refused_total", .counter, "Requests that found no place to wait.")
    page.sample(["reason": "full"], counts.refused[.everybody] ?? 0)
    page.sample(["reason": "share"], counts.refused[.own] ?? 0)
    page.begin("sluice_deadlines_exceeded_total", .counter, "Requests whose deadline came before their answer.")
    page.sample(counts.deadlines)
  }

  private func addScheduler(to page: inout MetricsPage) {
    let counts = pipeline.engine.statistics
    page.begin("sluice_texts_running", .gauge, "Texts that have their turn.")
    page.sample(counts.running)
    page.begin("sluice_steps_total", .counter, "Steps of the model.")
    page.sample(counts.steps)
    page.begin("sluice_step_seconds_total", .counter, "What they took, with masks and sampling.")
    page.sample(counts.stepTime / .seconds(1))
    page.begin("sluice_model_seconds_total", .counter, "Of that, what the model took alone.")
    page.sample(counts.modelTime / .seconds(1))
    page.begin(
      "sluice_step_rows_total", .counter,
      "Tokens that the model read: of prompts and long runs without alternative, and sampled ones with what was certain "
        + "behind them.")
    page.sample(["kind": "prefill"], counts.prefillRows)
    page.sample(["kind": "decode"], counts.decodeRows)
    page.begin("sluice_draft_rows_total", .counter, "Tokens that were guessed and read, by whether they came.")
    page.sample(["came": "true"], counts.rightRows)
    page.sample(["came": "false"], counts.draftedRows - counts.rightRows)
    page.begin("sluice_shared_tokens_total", .counter, "Tokens that were not read because another text began alike.")
    page.sample(counts.sharedTokens)
    page.begin("sluice_preemptions_total", .counter, "Texts that gave their pages to older ones and began again.")
    page.sample(counts.preemptions)
    page.begin("sluice_cache_pages", .gauge, "Pages of the cache of keys and values.")
    page.sample(["state": "used"], counts.usedPages)
    page.sample(["state": "remembered"], counts.rememberedPages)
    page.sample(["state": "free"], counts.pages - counts.usedPages - counts.rememberedPages)
  }

  private func addGeneration(_ counts: Metrics.Counts, to page: inout MetricsPage) {
    page.begin("sluice_generations_total", .counter, "Texts that were generated to their end.")
    page.sample(counts.generations)
    page.begin("sluice_time_to_first_token_seconds", .histogram, "From a request's arrival to its first text.")
    page.sample([:], counts.firstTokenTimes)
    page.begin(
      "sluice_overhead_seconds", .histogram,
      "Of each request for texts that was answered whole, the time that was not spent waiting for the model or having it."
    )
    page.sample([:], counts.overheads)
    page.begin("sluice_prompt_tokens_total", .counter, "Tokens of prompts.")
    page.sample(counts.promptTokens)
    page.begin("sluice_generated_tokens_total", .counter, "Tokens of generated texts.")
    page.sample(counts.tokens)
    page.begin("sluice_prefill_seconds_total", .counter, "Time spent on prompts.")
    page.sample(counts.prefillSeconds)
    page.begin("sluice_decode_seconds_total", .counter, "Time spent on texts behind their prompts.")
    page.sample(counts.decodeSeconds)
    page.begin("sluice_mask_seconds_total", .counter, "Of that, time spent on what might come next.")
    page.sample(counts.maskSeconds)
    page.begin(
      "sluice_masked_probability", .histogram, "Of each step, the probability that the model gave to what was masked.")
    page.sample(["model": pipeline.modelName], counts.maskedMasses)
    page.begin("sluice_masks_total", .counter, "Masks that were asked for.")
    page.sample(["cache": "hit"], MaskStatistics.hits)
    page.sample(["cache": "miss"], MaskStatistics.misses)
  }

  private func addContracts(_ counts: Metrics.Counts, to page: inout MetricsPage) {
    page.begin("sluice_contract_outcomes_total", .counter, "How requests under contracts, or with rules, ended.")
    for (labels, count) in counts.outcomes.sorted(by: { $0.key < $1.key }) {
      page.sample(["contract": labels.contract, "outcome": labels.outcome], count)
    }
    page.begin("sluice_contract_attempts_total", .counter, "Documents that were generated for them.")
    for (contract, count) in counts.attempts.sorted(by: { $0.key < $1.key }) {
      page.sample(["contract": contract], count)
    }
  }

  private func addJournal(_ counts: Metrics.Counts, to page: inout MetricsPage) {
    page.begin("sluice_journal_enabled", .gauge, "Whether failures are recorded.")
    page.sample(journal == nil ? 0 : 1)
    guard let health = journal?.health else { return }
    page.begin("sluice_failures_recorded_total", .counter, "Failures that the journal has taken.")
    for kind in FailureKind.allCases { page.sample(["kind": kind.rawValue], counts.failures[kind] ?? 0) }
    page.begin("sluice_journal_waiting", .gauge, "Records that wait for the disk.")
    page.sample(health.waiting)
    page.begin("sluice_journal_lost_total", .counter, "Failures that could not be recorded.")
    page.sample(health.lost)
    page.begin("sluice_journal_retention_failing", .gauge, "Whether old records could not be thrown away.")
    page.sample(health.retentionFailure == nil ? 0 : 1)
  }

  private func addJobs(to page: inout MetricsPage) async {
    page.begin("sluice_jobs_enabled", .gauge, "Whether jobs are taken.")
    page.sample(jobs == nil ? 0 : 1)
    guard let store = jobs?.store else { return }
    page.begin("sluice_jobs_readable", .gauge, "Whether the jobs could be read for this page.")
    do throws(StoreError) {
      let states = try await store.counts()
      page.sample(1)
      page.begin("sluice_jobs", .gauge, "Jobs that are kept, by where they stand.")
      for state in JobState.allCases { page.sample(["status": state.rawValue], states[state] ?? 0) }
    } catch {
      page.sample(0)
    }
  }
}
