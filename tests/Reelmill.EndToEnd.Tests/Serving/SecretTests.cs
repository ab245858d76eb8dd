using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Reelmill.EndToEnd.Tests.App;
using Reelmill.EndToEnd.Tests.Mining;
using Reelmill.Testing.Programs;

namespace Reelmill.EndToEnd.Tests.Serving;

/// <summary>A token in the query of URLs is searched for in everything that is written, answered or shown of processes.</summary>
public sealed class SecretTests(Clips clips) : MineTest, IClassFixture<Clips>
{
    private const string Canary = "c4n4ry-t0k3n";

    // The catalog keeps the whole URL, which a retry needs; it is readable by its owner only.
    private static readonly string[] Kept = ["library.db", "library.db-wal", "library.db-shm"];
    private readonly ConcurrentDictionary<string, bool> _seen = new(StringComparer.Ordinal);

    [Fact]
    public async Task No_command_shows_the_query_of_a_url()
    {
        await using var web = await ClipServer.StartAsync(clips.Folder);
        var list = Temp["urls.txt"];
        await File.WriteAllLinesAsync(list, [web.Url($"clip/pattern.mp4?token={Canary}"), web.Url($"clip/missing.mp4?token={Canary}&x='{Canary}'")]);
        var page = Temp["page.txt"];
        await File.WriteAllTextAsync(page, web.Url($"page/watch?token={Canary}"));
        using var watching = new CancellationTokenSource();
        var watch = WatchAsync(watching.Token);
        var said = new StringBuilder();
        foreach (var (code, command) in new (int, string[])[]
        {
            (1, ["mine", list, "--library", Library.Path]),
            (1, ["mine", list, "--library", Library.Path, "--json"]),
            (1, ["hls", list, "--library", Library.Path, "--set", "hls.ladder=180"]),
            (1, ["mine", page, "--library", Library.Path, "--set", "fetcher=yt-dlp"]),
            (0, ["status", "--library", Library.Path]),
            (0, ["status", "--library", Library.Path, "--json"]),
            (1, ["retry", "--library", Library.Path]),
            (ReelmillApp.HasPage ? 0 : 1, ["report", "--library", Library.Path]),
            (0, ["export", "--format", "csv", "--library", Library.Path, "--output", Temp["out.csv"]]),
            (0, ["export", "--format", "jsonl", "--library", Library.Path, "--output", Temp["out.jsonl"]]),
            (0, ["export", "--format", "webdataset", "--library", Library.Path, "--output", Temp["out"]]),
        })
        {
            var result = await ReelmillApp.RunAsync(command);
            result.ExitCode.ShouldBe(code, $"{string.Join(' ', command)}\n{result.Output}\n{result.Errors}");
            said.Append(result.Output).Append(result.Errors);
        }

        await watching.CancelAsync();
        await watch;
        said.ToString().ShouldNotContain(Canary);
        said.ToString().ShouldContain("?...");
        _seen.Keys.ShouldBeEmpty();
        Holding(Temp.Path, [list, page]).ShouldBeEmpty();
    }

    [Fact]
    public async Task No_response_and_no_log_line_shows_the_query_of_a_url_or_a_server_path()
    {
        await using var web = await ClipServer.StartAsync(clips.Folder);
        await using var server = await ServerRun.StartAsync(Library.Path);
        using var watching = new CancellationTokenSource();
        var watch = WatchAsync(watching.Token);
        var answers = new StringBuilder();
        string[] jobs =
        [
            await server.SubmitAsync(new { pipeline = "mine", inputs = new[] { web.Url($"clip/pattern.mp4?token={Canary}"), web.Url($"clip/missing.mp4?token={Canary}") } }, "1"),
            await server.SubmitAsync(new { pipeline = "hls", inputs = new[] { web.Url($"clip/pattern.mp4?token={Canary}") }, options = new Dictionary<string, string>(StringComparer.Ordinal) { ["hls.ladder"] = "180" } }, "2"),
            await server.SubmitAsync(new { pipeline = "chunk", inputs = new[] { web.Url($"clip/pattern.mp4?token={Canary}") } }, "3"),
            await server.SubmitAsync(new { pipeline = "mine", inputs = new[] { web.Url($"page/watch?token={Canary}") }, options = new { } }, "4"),
            await UploadAsync(server, "mine", clips.Fractal),
            await UploadAsync(server, "chunk", clips.Fractal),
            await UploadAsync(server, "hls", Temp["nothing.mp4"]),
        ];
        foreach (var job in jobs)
        {
            await server.EndOfAsync(job);
            foreach (var part in new[] { "", "/items", "/errors", "/results", "/events" })
            {
                answers.Append(CultureInfo.InvariantCulture, $"{job}{part}: ").AppendLine(await server.Http.GetStringAsync($"/v1/jobs/{job}{part}"));
            }
        }

        foreach (var path in new[] { "/v1/jobs", "/v1/server", "/v1/library", "/v1/library/videos", "/metrics", "/v1/library/videos?text=token" })
        {
            answers.AppendLine(await server.Http.GetStringAsync(path));
        }

        var videos = await server.Http.GetFromJsonAsync<JsonElement>("/v1/library/videos");
        foreach (var video in videos.GetProperty("videos").EnumerateArray().Select(static v => v.GetProperty("id").GetString()))
        {
            answers.AppendLine(await server.Http.GetStringAsync($"/v1/library/videos/{video}")).AppendLine(await server.Http.GetStringAsync($"/v1/library/videos/{video}/frames"));
        }

        using var refused = await server.Http.PostAsJsonAsync("/v1/jobs", new { pipeline = "mine", inputs = new[] { $"ftp://user:{Canary}@h/x?token={Canary}" } });
        answers.AppendLine(await refused.Content.ReadAsStringAsync());
        await watching.CancelAsync();
        await watch;
        var log = await server.EndAsync(Signals.Terminate);
        foreach (var text in new[] { answers.ToString(), log.Output, log.Errors.Split('\n', 2)[1] })
        {
            text.ShouldNotContain(Canary);
        }

        answers.ToString().ShouldNotContain(Temp.Path);
        _seen.Keys.ShouldBeEmpty();
        Holding(Library.Path, []).ShouldBeEmpty();
    }

    private async Task<string> UploadAsync(ServerRun server, string pipeline, string file)
    {
        if (!File.Exists(file))
        {
            await File.WriteAllTextAsync(file, "no media");
        }

        using var form = new MultipartFormDataContent { { JsonContent.Create(new { pipeline }), "job" }, { new ByteArrayContent(await File.ReadAllBytesAsync(file)), "file", Path.GetFileName(file) } };
        using var response = await server.Http.PostAsync("/v1/jobs", form);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    /// <summary>The files below a folder that have the canary, apart from those that may.</summary>
    private static string[] Holding(string folder, string[] except) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => !except.Contains(f, StringComparer.Ordinal) && !Kept.Contains(Path.GetFileName(f), StringComparer.Ordinal))
            .Where(static f => Encoding.Latin1.GetString(File.ReadAllBytes(f)).Contains(Canary, StringComparison.Ordinal))];

    // As often as the machine allows: nobody tells when another process begins.
    private Task WatchAsync(CancellationToken until) => Task.Run(
        async () =>
        {
            using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            while (!until.IsCancellationRequested)
            {
                foreach (var id in ProcessTable.Naming(Canary))
                {
                    _seen[id.ToString(CultureInfo.InvariantCulture)] = true;
                }

                await look.WaitForNextTickAsync(CancellationToken.None);
            }
        },
        CancellationToken.None);
}
