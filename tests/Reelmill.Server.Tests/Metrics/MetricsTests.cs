using System.Globalization;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Runs;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Server.Tests.Metrics;

/// <summary>What is counted is counted for the whole process: these tests run when no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CountedAlone : ICollectionFixture<ReadHost>
{
    public const string Name = "counted alone";
}

[Collection(CountedAlone.Name)]
public sealed class MetricsTests(ReadHost host)
{
    [Fact]
    public async Task Metrics_tell_of_jobs_budgets_requests_and_the_process()
    {
        await host.GetAsync($"/v1/library/videos/{host.Video}");

        var answer = await host.Client.GetAsync("/metrics");

        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        var text = await answer.Content.ReadAsStringAsync();
        ValueOf(text, "reelmill_jobs{state=\"queued\"}").ShouldBe(0);
        ValueOf(text, "reelmill_budget_slots{budget=\"download\"}").ShouldBe(4);
        ValueOf(text, "reelmill_budget_used{budget=\"cpu\"}").ShouldBe(0);
        ValueOf(text, "process_resident_memory_bytes").ShouldBeGreaterThan(1 << 20);
        ValueOf(text, "process_cpu_seconds_total").ShouldBeGreaterThan(0);
        ValueOf(text, "process_start_time_seconds").ShouldBeGreaterThan(1e9);
        const string Request = "http_server_request_duration_seconds_count{http_request_method=\"GET\",http_response_status_code=\"200\",http_route=\"/v1/library/videos/{id}\"}";
        ValueOf(text, Request).ShouldBeGreaterThanOrEqualTo(1);
        text.ShouldNotContain(host.Video);
    }

    [Fact]
    public async Task Metrics_count_what_pipelines_do()
    {
        var before = ItemsIn(await host.Client.GetStringAsync("/metrics"));

        await new MineRun(host.Runs.ForJob(1), new MineOptions(), new RunObserver()).ExecuteAsync([new MediaInput(host.Clip + ".missing", InputKind.File, MediaInput.NoMetadata)], default, default);

        var text = await host.Client.GetStringAsync("/metrics");
        ItemsIn(text).ShouldBe(before + 1);
        ValueOf(text, "reelmill_stage_busy_seconds_total{pipeline=\"mine\",stage=\"fetch\"}").ShouldBeGreaterThan(0);
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
            // promtool reads standard input, which the launcher leaves empty.
            var output = await new ProcessLauncher().RunAsync(new ProcessSpec("sh", ["-c", "\"$0\" check metrics < \"$1\" 2>&1 || echo \"failed: $?\"", promtool, file]), 1 << 20, default);

            System.Text.Encoding.UTF8.GetString(output.Bytes.Span).ShouldBe("");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static double ItemsIn(string text) =>
        text.Contains("reelmill_items_total{outcome=\"Failed\",pipeline=\"mine\"}", StringComparison.Ordinal) ? ValueOf(text, "reelmill_items_total{outcome=\"Failed\",pipeline=\"mine\"}") : 0;

    private static double ValueOf(string text, string series) =>
        double.Parse(text.Split('\n').Single(l => l.StartsWith(series + " ", StringComparison.Ordinal))[(series.Length + 1)..], CultureInfo.InvariantCulture);
}
