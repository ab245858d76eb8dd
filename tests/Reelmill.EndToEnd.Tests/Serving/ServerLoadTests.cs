using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Reelmill.EndToEnd.Tests.Mining;
using Reelmill.Testing.Commands;
using Reelmill.Testing.Programs;

namespace Reelmill.EndToEnd.Tests.Serving;

/// <summary>200 clients with 2,000 jobs at once, or a third of both: nothing goes wrong but that some are asked to wait, and nothing is lost. What it measures is written down, not judged.</summary>
[Collection(Alone.Name)]
public sealed class ServerLoadTests(Clips clips, ITestOutputHelper output) : MineTest, IClassFixture<Clips>
{
    private const int Urls = 40;
    private const int MeanPauseMs = 3_000;
    private const long MiB = 1 << 20;

    private static readonly int Clients = Campaign.Share(200);
    private static readonly int Submissions = Campaign.Share(2_000);
    private static readonly int Listeners = Campaign.Share(50);

    private readonly ConcurrentQueue<double> _milliseconds = new();
    private readonly ConcurrentDictionary<HttpStatusCode, int> _answers = new();

    [Fact]
    public async Task Many_clients_submit_jobs_while_others_listen_and_all_of_them_end()
    {
        await using var web = await ClipServer.StartAsync(clips.Folder);
        await using var server = await ServerRun.StartAsync(Library.Path);
        using var done = new CancellationTokenSource();
        var listening = Enumerable.Range(0, Listeners).Select(_ => ListenAsync(server, done.Token)).ToArray();
        var before = ResidentBytes(server.Id);
        var began = TimeProvider.System.GetTimestamp();
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            for (int number; (number = Interlocked.Increment(ref next)) <= Submissions;)
            {
                // People and programs think between two requests; a pause of each client's own spreads them out.
                await Task.Delay(TimeSpan.FromMilliseconds(number * 7919L % (2 * MeanPauseMs)), TimeProvider.System);
                await SubmitAsync(server, web, number);
            }
        }));
        var submitted = TimeProvider.System.GetElapsedTime(began);
        var middle = ResidentBytes(server.Id);
        await ShouldAllEndAsync(server);
        var ended = TimeProvider.System.GetElapsedTime(began);
        await done.CancelAsync();
        var beats = await Task.WhenAll(listening);
        beats.ShouldAllBe(static b => b > 0);

        _answers.Keys.ShouldBeSubsetOf([HttpStatusCode.Accepted, HttpStatusCode.OK, HttpStatusCode.TooManyRequests]);
        var times = _milliseconds.Order().ToArray();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Submissions} submitted in {submitted.TotalSeconds:0.0} s, all ended after {ended.TotalSeconds:0.0} s; p50 {times[times.Length / 2]:0} ms, p95 {times[times.Length * 95 / 100]:0} ms, p99 {times[times.Length * 99 / 100]:0} ms of {times.Length} requests; resident {before / MiB} -> {middle / MiB} -> {ResidentBytes(server.Id) / MiB} MiB; answers {string.Join(", ", _answers.Select(static a => $"{(int)a.Key}: {a.Value}"))}"));
    }

    private static async Task ShouldAllEndAsync(ServerRun server)
    {
        var states = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        string? cursor = null;
        do
        {
            var page = await server.Http.GetFromJsonAsync<JsonElement>($"/v1/jobs?limit=500{(cursor is null ? "" : $"&cursor={cursor}")}");
            foreach (var listed in page.GetProperty("jobs").EnumerateArray())
            {
                var job = listed.Text("state") is "queued" or "running" ? await server.EndOfAsync(listed.Text("id")!) : listed;
                states.AddOrUpdate(job.Text("state")!, 1, static (_, n) => n + 1);
                var items = job.GetProperty("items");
                (items.Number("done") + items.Number("skipped") + items.Number("failed")).ShouldBe(items.Number("total"), job.ToString());
            }

            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);

        states.Values.Sum().ShouldBe(Submissions);
        states.Keys.ShouldAllBe(static s => s == "succeeded");
    }

    /// <summary>Submits until it is taken, as a client does that is asked to come back; looks at a job now and then.</summary>
    private async Task SubmitAsync(ServerRun server, ClipServer web, int number)
    {
        var name = Path.GetFileName(clips.All[number % clips.All.Length]);
        var job = new { pipeline = "mine", inputs = new[] { web.Url($"clip/{name}?n={number % Urls}") }, label = "load" };
        while (await AskAsync(server, () => new HttpRequestMessage(HttpMethod.Post, "/v1/jobs") { Content = JsonContent.Create(job), Headers = { { "Idempotency-Key", $"load-{number}" } } }) == HttpStatusCode.TooManyRequests)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }

        if (number % 4 == 0)
        {
            await AskAsync(server, static () => new HttpRequestMessage(HttpMethod.Get, "/v1/jobs?limit=20"));
        }
    }

    private async Task<HttpStatusCode> AskAsync(ServerRun server, Func<HttpRequestMessage> message)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var request = message();
        using var response = await server.Http.SendAsync(request);
        await response.Content.ReadAsByteArrayAsync();
        _milliseconds.Enqueue(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
        _answers.AddOrUpdate(response.StatusCode, 1, static (_, n) => n + 1);
        return response.StatusCode;
    }

    private static async Task<int> ListenAsync(ServerRun server, CancellationToken done)
    {
        var heard = 0;
        try
        {
            using var response = await server.Http.GetAsync("/v1/events", HttpCompletionOption.ResponseHeadersRead, done);
            using var events = new StreamReader(await response.Content.ReadAsStreamAsync(done));
            while (await events.ReadLineAsync(done) is { } line)
            {
                heard += line.StartsWith("data:", StringComparison.Ordinal) ? 1 : 0;
            }
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
        }

        return heard;
    }

    private static long ResidentBytes(int process) => long.Parse(
        File.ReadLines($"/proc/{process}/status").First(static l => l.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) * 1024;
}
