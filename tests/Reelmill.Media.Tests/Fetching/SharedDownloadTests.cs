using System.Security.Cryptography;
using Reelmill.Core;
using Reelmill.Media.Fetching;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Fetching;

public sealed class SharedDownloadTests : IAsyncLifetime, IDisposable
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
    public async Task Concurrent_fetches_of_one_source_share_a_download_but_no_file()
    {
        const int Fetches = 24;
        var body = Replies.Body(300_000);
        var waiting = new TaskCompletionSource();
        _server.Answer = async (context, _) =>
        {
            await waiting.Task;
            await Replies.GoodAsync(context, body);
        };
        using var one = Fetcher();
        using var other = Fetcher();
        var all = Enumerable.Range(0, Fetches).Select(i => (i % 2 == 0 ? one : other).FetchAsync(Input("/a"), null, default)).ToArray();
        waiting.SetResult();
        var files = await Task.WhenAll(all);
        _server.Requests.Count.ShouldBe(1);
        files.Select(static f => f.Path).Distinct(StringComparer.Ordinal).Count().ShouldBe(Fetches);
        foreach (var file in files)
        {
            (await File.ReadAllBytesAsync(file.Path)).ShouldBe(body);
            file.Delete();
        }

        Directory.EnumerateFileSystemEntries(_folder["downloads"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_changing_source_gives_each_fetch_one_consistent_file()
    {
        const int Fetches = 200;
        byte[][] bodies = [Replies.Body(200_000, seed: 1), Replies.Body(170_000, seed: 2)];
        string[] hashes = [.. bodies.Select(static b => Convert.ToHexString(SHA256.HashData(b)))];
        _server.Answer = (context, n) => Replies.GoodAsync(context, bodies[n % 2], $"\"v{n % 2}\"");
        using var fetcher = Fetcher();
        await Parallel.ForEachAsync(Enumerable.Range(0, Fetches), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, token) =>
        {
            var file = await fetcher.FetchAsync(Input("/a"), null, token);
            var fetched = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(file.Path, token)));
            hashes.ShouldContain(h => h == fetched);
            file.Delete();
        });
        Directory.EnumerateFileSystemEntries(_folder["downloads"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_waiting_fetch_resumes_the_download_of_a_canceled_fetch()
    {
        var body = Replies.Body(600_000);
        var sent = new TaskCompletionSource();
        _server.Answer = async (context, n) =>
        {
            if (n > 1)
            {
                await Replies.GoodAsync(context, body);
                return;
            }

            await Replies.CutAsync(context, body, 400_000);
            await sent.Task;
            await _server.HangAsync(context);
        };
        using var fetcher = Fetcher();
        using var giveUp = new CancellationTokenSource();
        var arrived = new TaskCompletionSource();
        var first = fetcher.FetchAsync(Input("/a"), new FirstReport(arrived), giveUp.Token);
        await arrived.Task;
        var second = fetcher.FetchAsync(Input("/a"), null, default);
        sent.SetResult();
        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        var file = await second;
        (await File.ReadAllBytesAsync(file.Path)).ShouldBe(body);
        _server.Requests.Last().Range.ShouldNotBeNull().ShouldStartWith("bytes=");
    }

    [Fact]
    public async Task A_fetch_with_other_limits_downloads_separately()
    {
        var waiting = new TaskCompletionSource();
        _server.Answer = async (context, _) =>
        {
            await waiting.Task;
            await Replies.GoodAsync(context, Replies.Body(1000));
        };
        using var any = Fetcher();
        using var small = Fetcher(maxBytes: 100);
        var (first, second) = (any.FetchAsync(Input("/a"), null, default), small.FetchAsync(Input("/a"), null, default));
        waiting.SetResult();
        (await first).Bytes.ShouldBe(1000);
        (await Should.ThrowAsync<ItemException>(second)).Code.ShouldBe(FetchCodes.TooLarge);
    }

    [Fact]
    public async Task A_fetch_canceled_while_waiting_leaves_no_file()
    {
        var waiting = new TaskCompletionSource();
        _server.Answer = async (context, _) =>
        {
            await waiting.Task;
            await Replies.GoodAsync(context, Replies.Body(1000));
        };
        using var fetcher = Fetcher();
        using var giveUp = new CancellationTokenSource();
        var (first, second) = (fetcher.FetchAsync(Input("/a"), null, default), fetcher.FetchAsync(Input("/a"), null, giveUp.Token));
        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(second);
        waiting.SetResult();
        (await first).Delete();
        Directory.EnumerateFileSystemEntries(_folder["downloads"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_active_download_is_never_deleted_as_unfinished()
    {
        var body = Replies.Body(600_000);
        var go = new TaskCompletionSource();
        _server.Answer = async (context, _) =>
        {
            context.Response.ContentLength = body.Length;
            context.Response.ContentType = "video/mp4";
            await context.Response.Body.WriteAsync(body.AsMemory(0, 300_000));
            await context.Response.Body.FlushAsync();
            await go.Task;
            await context.Response.Body.WriteAsync(body.AsMemory(300_000));
        };
        using var fetcher = Fetcher();
        var arrived = new TaskCompletionSource();
        var fetch = fetcher.FetchAsync(Input("/a"), new FirstReport(arrived), default);
        await arrived.Task;
        Media.Fetching.Fetcher.HasUnfinished(_folder["downloads"], Input("/a")).ShouldBeTrue();
        Media.Fetching.Fetcher.DeleteUnfinished(_folder["downloads"], Input("/a"));
        go.SetResult();
        (await File.ReadAllBytesAsync((await fetch).Path)).ShouldBe(body);
    }

    private Fetcher Fetcher(long maxBytes = 1 << 20) => new(_folder["downloads"], new FetchOptions { MaxBytes = maxBytes, MaxTries = 1, YtDlpPath = _folder["no-yt-dlp"] });

    private MediaInput Input(string path) => new(_server.Url(path).AbsoluteUri, InputKind.Url, MediaInput.NoMetadata);

    private sealed class FirstReport(TaskCompletionSource first) : IProgress<FetchProgress>
    {
        public void Report(FetchProgress value) => first.TrySetResult();
    }
}
