using Reelmill.Core;
using Reelmill.Media.Probing;
using Reelmill.Pipelines.Items;
using Reelmill.Server.Library;
using Reelmill.Testing;

namespace Reelmill.Server.Tests.Library;

public sealed class ReadyVideosTests : IDisposable
{
    private readonly TempFolder _copies = new();
    private readonly List<string> _opened = [];
    private readonly ManualTimeProvider _time = new();

    public void Dispose() => _copies.Dispose();

    [Fact]
    public async Task A_video_is_made_ready_once_for_all_its_frames()
    {
        using var videos = new ReadyVideos(OpenAsync, 2, _time);

        for (var frame = 0; frame < 3; frame++)
        {
            (await UseAsync(videos, "a")).ShouldBeTrue();
        }

        _opened.ShouldBe(["a"]);
    }

    [Fact]
    public async Task Who_stops_waiting_does_not_stop_the_work()
    {
        var ready = new TaskCompletionSource();
        using var videos = new ReadyVideos(
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
    public async Task The_copies_of_those_that_were_used_longest_ago_are_removed_and_all_at_the_end()
    {
        using (var videos = new ReadyVideos(OpenAsync, 2, _time))
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
    public async Task A_copy_that_nobody_has_used_for_a_while_is_removed()
    {
        using var videos = new ReadyVideos(OpenAsync, 2, _time);
        await UseAsync(videos, "a");
        _time.Advance(ReadyVideos.Kept / 2);
        await UseAsync(videos, "b");
        _time.Advance(ReadyVideos.Kept);

        Copies().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_used_stays()
    {
        using var videos = new ReadyVideos(OpenAsync, 1, _time);
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
    public async Task Another_content_at_the_same_path_is_another_video()
    {
        using var videos = new ReadyVideos(OpenAsync, 2, _time);
        await videos.UseAsync("1", "a", static _ => Task.FromResult(true), default);
        await videos.UseAsync("2", "a", static _ => Task.FromResult(true), default);

        _opened.ShouldBe(["a", "a"]);
    }

    [Fact]
    public async Task What_failed_is_tried_again()
    {
        var fails = true;
        using var videos = new ReadyVideos((path, cancellationToken) => fails ? throw new ItemException("no_space", "There is no space.") : OpenAsync(path, cancellationToken), 2, _time);
        (await Should.ThrowAsync<ItemException>(UseAsync(videos, "a"))).Code.ShouldBe("no_space");

        fails = false;

        (await UseAsync(videos, "a")).ShouldBeTrue();
    }

    private static Task<bool> UseAsync(ReadyVideos videos, string path) => videos.UseAsync(path, path, static _ => Task.FromResult(true), default);

    private Task<SourceVideo> OpenAsync(string path, CancellationToken cancellationToken)
    {
        _opened.Add(path);
        var folder = _copies[path];
        Directory.CreateDirectory(folder);
        return Task.FromResult(new SourceVideo(new MediaInfo { Path = path, FormatNames = [], Streams = [] }, folder));
    }

    private string[] Copies() => [.. Directory.GetDirectories(_copies.Path).Select(static f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
}
