using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Reelmill.Core;
using Reelmill.Media.Fetching;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Fetching;

public sealed class FetcherTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Dispose();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_local_file_is_used_in_place_and_never_deleted()
    {
        var path = _folder["film.mp4"];
        File.WriteAllBytes(path, new byte[123]);
        using var fetcher = Fetcher();
        var file = await fetcher.FetchAsync(InputList.Expand([path]).Single(), null, default);
        file.ShouldBe(new FetchedFile(path, IsTemporary: false, 123));
        file.Delete();
        File.Exists(path).ShouldBeTrue();
    }

    [Fact]
    public async Task A_deleted_local_file_is_not_found()
    {
        using var fetcher = Fetcher();
        var failure = await Should.ThrowAsync<ItemException>(fetcher.FetchAsync(new MediaInput(_folder["gone"], InputKind.File, MediaInput.NoMetadata), null, default));
        failure.Code.ShouldBe(FetchCodes.NotFound);
    }

    [Fact]
    public async Task An_input_with_a_problem_fails_with_that_problem()
    {
        using var fetcher = Fetcher();
        var input = InputList.Expand(["ftp://h/x"]).Single();
        (await Should.ThrowAsync<ItemException>(fetcher.FetchAsync(input, null, default))).ShouldBeSameAs(input.Problem);
    }

    [Fact]
    public async Task A_download_is_named_by_its_id_and_a_unique_suffix_until_it_is_deleted()
    {
        var body = Replies.Body(1000);
        _server.Answer = (context, _) => Replies.GoodAsync(context, body);
        using var fetcher = Fetcher();
        var input = Input("/..%2f..%2fetc/passwd?name=../../x");
        var file = await fetcher.FetchAsync(input, null, default);
        file.ShouldBe(new FetchedFile(file.Path, IsTemporary: true, 1000) { ETag = "\"v1\"", MediaType = "video/mp4" });
        file.Path.ShouldMatch($"^{_folder["downloads", input.Id]}\\.[0-9a-f]{{16}}$");
        File.ReadAllBytes(file.Path).ShouldBe(body);
        file.Delete();
        file.Delete();
        Directory.EnumerateFileSystemEntries(_folder["downloads"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_busy_server_is_retried_after_its_Retry_After_delay()
    {
        _server.Answer = (context, n) => n == 1 ? Replies.StatusAsync(context, 429, "2") : Replies.GoodAsync(context, Replies.Body(1000));
        var time = new HurryingTimeProvider();
        using var fetcher = Fetcher(time: time);
        await fetcher.FetchAsync(Input("/a"), null, default);
        _server.Requests.Count.ShouldBe(2);
        time.Waits.ShouldContain(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_server_that_stays_busy_is_asked_three_times()
    {
        _server.Answer = (context, _) => Replies.StatusAsync(context, 503);
        using var fetcher = Fetcher(time: new HurryingTimeProvider());
        (await Should.ThrowAsync<ItemException>(fetcher.FetchAsync(Input("/a"), null, default))).Code.ShouldBe("http_503");
        _server.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_download_that_breaks_twice_is_resumed_twice_in_one_fetch()
    {
        var body = Replies.Body(900_000);
        _server.Answer = (context, n) => n switch
        {
            1 => Replies.CutAsync(context, body, 300_000),
            2 => CutRestAsync(context, 600_000),
            _ => Replies.GoodAsync(context, body),
        };
        using var fetcher = Fetcher(time: new HurryingTimeProvider());
        var file = await fetcher.FetchAsync(Input("/a"), null, default);
        File.ReadAllBytes(file.Path).ShouldBe(body);
        _server.Requests.Select(request => request.Range).ShouldBe([null, "bytes=300000-", "bytes=600000-"]);

        async Task CutRestAsync(HttpContext context, int end)
        {
            context.Response.StatusCode = 206;
            context.Response.Headers.ETag = "\"v1\"";
            context.Response.Headers.ContentRange = $"bytes 300000-{body.Length - 1}/{body.Length}";
            context.Response.ContentLength = body.Length - 300_000;
            await context.Response.Body.WriteAsync(body.AsMemory(300_000, end - 300_000));
            await context.Response.Body.FlushAsync();
        }
    }

    [Fact]
    public async Task An_interrupted_download_is_resumed_by_the_next_process()
    {
        var body = Replies.Body(900_000);
        _server.Answer = (context, n) => n == 1 ? Replies.CutAsync(context, body, 300_000) : Replies.GoodAsync(context, body);
        using (var first = Fetcher(tries: 1))
        {
            await Should.ThrowAsync<ItemException>(first.FetchAsync(Input("/a"), null, default));
        }

        using var second = Fetcher(tries: 1);
        Reelmill.Media.Fetching.Fetcher.Sweep(_folder["downloads"], [Input("/a").Id]).ShouldBeEmpty();
        var file = await second.FetchAsync(Input("/a"), null, default);
        File.ReadAllBytes(file.Path).ShouldBe(body);
        _server.Requests.Last().Range.ShouldBe("bytes=300000-");
    }

    [Fact]
    public async Task At_most_four_downloads_at_once_run_from_one_host()
    {
        var (now, most) = (0, 0);
        var gate = new Lock();
        _server.Answer = async (context, _) =>
        {
            lock (gate)
            {
                most = Math.Max(most, ++now);
            }

            await Replies.GoodAsync(context, Replies.Body(200_000));
            lock (gate)
            {
                now--;
            }
        };
        using var fetcher = Fetcher();
        await Task.WhenAll(Enumerable.Range(0, 24).Select(n => fetcher.FetchAsync(Input($"/{n}"), null, default)));
        _server.Requests.Count.ShouldBe(24);
        most.ShouldBeInRange(1, 4);
    }

    [Theory]
    [InlineData(FetcherKind.Auto, "install yt-dlp")]
    [InlineData(FetcherKind.Http, "--fetcher auto")]
    public async Task A_page_is_not_media_when_yt_dlp_is_missing_or_not_chosen(FetcherKind kind, string advice)
    {
        _server.Answer = (context, _) => Replies.PlainAsync(context, "<html>"u8.ToArray(), "text/html");
        using var fetcher = Fetcher(kind: kind);
        var failure = await Should.ThrowAsync<ItemException>(fetcher.FetchAsync(Input("/page?key=s3cret"), null, default));
        failure.Code.ShouldBe(FetchCodes.NotMedia);
        failure.Message.ShouldContain(advice);
        failure.Message.ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task The_yt_dlp_fetcher_fails_without_yt_dlp()
    {
        using var fetcher = Fetcher(kind: FetcherKind.YtDlp);
        (await Should.ThrowAsync<ItemException>(fetcher.FetchAsync(Input("/page"), null, default))).Code.ShouldBe(FetchCodes.ToolMissing);
    }

    [Fact]
    public void A_sweep_deletes_downloads_that_cannot_be_resumed_and_no_other_files()
    {
        var (whole, pair, dataOnly, stateOnly, stranger) = (Input("/1").Id, Input("/2").Id, Input("/3").Id, Input("/4").Id, Input("/5").Id);
        Directory.CreateDirectory(_folder["downloads", stranger + ".yt-dlp"]);
        Directory.CreateDirectory(_folder["downloads", whole + ".yt-dlp"]);
        foreach (var name in new[] { whole, whole + ".0123456789abcdef", stranger + ".0123456789abcdef", whole + ".yt-dlp/media.mp4", pair + ".part", pair + ".part.json", pair + ".part.json.new", dataOnly + ".part", stateOnly + ".part.json", "notes.txt", "film.part", stranger })
        {
            File.WriteAllText(_folder["downloads", name], "x");
        }

        Reelmill.Media.Fetching.Fetcher.Sweep(_folder["downloads"], [whole, pair, dataOnly, stateOnly, "notes.txt", "../downloads"]).ShouldBe([whole, dataOnly, stateOnly, "notes.txt", "../downloads"]);
        Directory.EnumerateFileSystemEntries(_folder["downloads"]).Select(path => Path.GetFileName(path))
            .ShouldBe([pair + ".part", pair + ".part.json", "film.part", "notes.txt", stranger, stranger + ".yt-dlp", stranger + ".0123456789abcdef"], ignoreOrder: true);
    }

    [Fact]
    public void Invalid_options_are_refused_by_the_constructor()
    {
        var good = new FetchOptions();
        Should.Throw<ArgumentException>(() => new Fetcher(_folder.Path, good with { MaxBytes = 0 })).Message.ShouldContain("MaxBytes");
        Should.Throw<ArgumentException>(() => new Fetcher(_folder.Path, good with { MaxTries = 0 })).Message.ShouldContain("MaxTries");
    }

    // Limits are hours, so that a clock on which minutes pass at once shortens only the delays between attempts.
    private Fetcher Fetcher(FetcherKind kind = FetcherKind.Auto, int tries = 3, TimeProvider? time = null)
    {
        var options = new FetchOptions
        {
            Kind = kind,
            MaxTries = tries,
            ConnectTimeout = TimeSpan.FromHours(1),
            StallTimeout = TimeSpan.FromHours(1),
            YtDlpPath = _folder["no-yt-dlp"],
        };
        return new Fetcher(_folder["downloads"], options, time);
    }

    private MediaInput Input(string path) => new(_server.Url(path).AbsoluteUri, InputKind.Url, MediaInput.NoMetadata);

    /// <summary>A clock on which waits of up to a minute end at once, and longer ones take real time.</summary>
    private sealed class HurryingTimeProvider : TimeProvider
    {
        public ConcurrentBag<TimeSpan> Waits { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Add(dueTime);
            var isWait = dueTime > TimeSpan.Zero && dueTime <= TimeSpan.FromMinutes(1);
            return base.CreateTimer(callback, state, isWait ? TimeSpan.Zero : dueTime, period);
        }
    }
}
