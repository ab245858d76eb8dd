using System.Globalization;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Runs;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Server.Tests.Metrics;

/// <summary>Counters are per process, so these tests do not run in parallel with others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CountedAlone : ICollectionFixture<ReadHost>
{
    public const string Name = "counted alone";
}

[Collection(CountedAlone.Name)]
public sealed class MetricsTests(ReadHost host)
{
    [Fact]
    public async Task Metrics_cover_jobs_budgets_requests_and_the_process()
    {
        await host.GetAsync($"/v1/library/videos/{host.Video}");

        var answer = await host.Client.GetAsync("/metrics");

        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        var text = await answer.Content.ReadAsStringAsync();
        GetValue(text, "reelmill_jobs{state=\"queued\"}").ShouldBe(0);
        GetValue(text, "reelmill_budget_slots{budget=\"download\"}").ShouldBe(4);
        GetValue(text, "reelmill_budget_used{budget=\"cpu\"}").ShouldBe(0);
        GetValue(text, "process_resident_memory_bytes").ShouldBeGreaterThan(1 << 20);
        GetValue(text, "process_cpu_seconds_total").ShouldBeGreaterThan(0);
        GetValue(text, "process_start_time_seconds").ShouldBeGreaterThan(1e9);
        const string Request = "http_server_request_duration_seconds_count{http_request_method=\"GET\",http_response_status_code=\"200\",http_route=\"/v1/library/videos/{id}\"}";
        GetValue(text, Request).ShouldBeGreaterThanOrEqualTo(1);
        text.ShouldNotContain(host.Video);
    }

    [Fact]
    public async Task Metrics_count_the_items_of_pipelines()
    {
        var before = CountItems(await host.Client.GetStringAsync("/metrics"));

        await new MineRun(host.Runs.ForJob(1), new MineOptions(), new RunObserver()).ExecuteAsync([new MediaInput(host.Clip + ".missing", InputKind.File, MediaInput.NoMetadata)], default, default);

        var text = await host.Client.GetStringAsync("/metrics");
        CountItems(text).ShouldBe(before + 1);
        GetValue(text, "reelmill_stage_busy_seconds_total{pipeline=\"mine\",stage=\"fetch\"}").ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Metrics_pass_promtool()
    {
        var promtool = TestPrograms.Require("promtool");
        await host.Client.GetAsync("/nothing/is/here");
        var file = $"{host.Clip}.metrics";
        await File.WriteAllTextAsync(file, await host.Client.GetStringAsync("/metrics"));
        try
        {
            // promtool reads standard input, and the launcher gives processes an empty one.
            var output = await new ProcessLauncher().RunAsync(new ProcessSpec("sh", ["-c", "\"$0\" check metrics < \"$1\" 2>&1 || echo \"failed: $?\"", promtool, file]), 1 << 20, default);

            System.Text.Encoding.UTF8.GetString(output.Bytes.Span).ShouldBe("");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static double CountItems(string text) =>
        text.Contains("reelmill_items_total{outcome=\"Failed\",pipeline=\"mine\"}", StringComparison.Ordinal) ? GetValue(text, "reelmill_items_total{outcome=\"Failed\",pipeline=\"mine\"}") : 0;

    private static double GetValue(string text, string series) =>
        double.Parse(text.Split('\n').Single(l => l.StartsWith(series + " ", StringComparison.Ordinal))[(series.Length + 1)..], CultureInfo.InvariantCulture);
}
