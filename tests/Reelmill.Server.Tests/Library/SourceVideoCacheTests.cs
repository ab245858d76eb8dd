using Reelmill.Core;
using Reelmill.Media.Probing;
using Reelmill.Pipelines.Items;
using Reelmill.Server.Library;
using Reelmill.Testing;

namespace Reelmill.Server.Tests.Library;

public sealed class SourceVideoCacheTests : IDisposable
{
    private readonly TempFolder _copies = new();
    private readonly List<string> _opened = [];
    private readonly ManualTimeProvider _time = new();

    public void Dispose() => _copies.Dispose();

    [Fact]
    public async Task A_video_is_opened_once_for_all_its_frames()
    {
        using var videos = new SourceVideoCache(OpenAsync, 2, _time);

        for (var frame = 0; frame < 3; frame++)
        {
            (await UseAsync(videos, "a")).ShouldBeTrue();
        }

        _opened.ShouldBe(["a"]);
    }

    [Fact]
    public async Task A_canceled_request_does_not_cancel_the_opening_of_its_video()
    {
        var ready = new TaskCompletionSource();
        using var videos = new SourceVideoCache(
            async (path, cancellationToken) =>
            {
                await ready.Task.WaitAsync(cancellationToken);
                return await OpenAsync(path, cancellationToken);
            },
            2,
            _time);
        using var impatient = new CancellationTokenSource();
        var first = videos.UseAsync("a", "a", static _ => Task.FromResult(true), impatient.Token);
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);

        ready.SetResult();

        (await UseAsync(videos, "a")).ShouldBeTrue();
        _opened.ShouldBe(["a"]);
    }

    [Fact]
    public async Task The_copies_of_the_least_recently_used_videos_are_deleted_and_all_on_disposal()
    {
        using (var videos = new SourceVideoCache(OpenAsync, 2, _time))
        {
            await UseAsync(videos, "a");
            await UseAsync(videos, "b");
            await UseAsync(videos, "a");
            await UseAsync(videos, "c");
            Copies().ShouldBe(["a", "c"]);
        }

        Copies().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_copy_of_an_idle_video_is_deleted()
    {
        using var videos = new SourceVideoCache(OpenAsync, 2, _time);
        await UseAsync(videos, "a");
        _time.Advance(SourceVideoCache.IdleLifetime / 2);
        await UseAsync(videos, "b");
        _time.Advance(SourceVideoCache.IdleLifetime);

        Copies().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_video_in_use_stays_open()
    {
        using var videos = new SourceVideoCache(OpenAsync, 1, _time);
        await videos.UseAsync(
            "1", "a",
            async _ =>
            {
                await UseAsync(videos, "b");
                await UseAsync(videos, "c");
                Copies().ShouldBe(["a"]);
                return true;
            },
            default);
        Copies().ShouldBe(["a"]);
    }

    [Fact]
    public async Task Different_content_at_the_same_path_is_a_different_video()
    {
        using var videos = new SourceVideoCache(OpenAsync, 2, _time);
        await videos.UseAsync("1", "a", static _ => Task.FromResult(true), default);
        await videos.UseAsync("2", "a", static _ => Task.FromResult(true), default);

        _opened.ShouldBe(["a", "a"]);
    }

    [Fact]
    public async Task A_failed_opening_is_retried()
    {
        var fails = true;
        using var videos = new SourceVideoCache((path, cancellationToken) => fails ? throw new ItemException("no_space", "There is no space.") : OpenAsync(path, cancellationToken), 2, _time);
        (await Should.ThrowAsync<ItemException>(UseAsync(videos, "a"))).Code.ShouldBe("no_space");

        fails = false;

        (await UseAsync(videos, "a")).ShouldBeTrue();
    }

    private static Task<bool> UseAsync(SourceVideoCache videos, string path) => videos.UseAsync(path, path, static _ => Task.FromResult(true), default);

    private Task<SourceVideo> OpenAsync(string path, CancellationToken cancellationToken)
    {
        _opened.Add(path);
        var folder = _copies[path];
        Directory.CreateDirectory(folder);
        return Task.FromResult(new SourceVideo(new MediaInfo { Path = path, FormatNames = [], Streams = [] }, folder));
    }

    private string[] Copies() => [.. Directory.GetDirectories(_copies.Path).Select(static f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
}
