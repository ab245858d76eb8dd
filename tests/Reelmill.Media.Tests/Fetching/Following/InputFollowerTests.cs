using System.Collections.Concurrent;
using Reelmill.Media.Fetching;
using Reelmill.Media.Fetching.Following;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Fetching.Following;

public sealed class InputFollowerTests : IAsyncDisposable
{
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Old = TimeSpan.FromHours(1);

    private readonly TempFolder _temp = new();
    private readonly ManualTimeProvider _time = new();
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<MediaInput> _given = [];
    private Task _following = Task.CompletedTask;

    private string[] Given => [.. _given.Select(static i => Path.GetFileName(i.Source))];

    [Fact]
    public async Task Existing_old_files_are_returned_at_once_in_order()
    {
        Write("b.mp4", "b", Old);
        Write("a.mp4", "a", Old);
        Write("notes.md", "no media", Old);

        await FollowAsync(_temp.Path);

        Given.ShouldBe(["a.mp4", "b.mp4"]);
    }

    [Fact]
    public async Task A_file_is_returned_after_it_has_been_unchanged_for_the_settle_time()
    {
        await FollowAsync(_temp.Path);
        for (var i = 0; i < 5; i++)
        {
            Write("a.mp4", new string('a', i + 1), TimeSpan.Zero);
            await PassAsync(SettleTime / 2);
            Given.ShouldBeEmpty();
        }

        await PassAsync(SettleTime);
        Given.ShouldBe(["a.mp4"]);
    }

    [Fact]
    public async Task A_file_with_a_modification_time_in_the_future_settles_too()
    {
        Write("a.mp4", "a", -Old);
        await FollowAsync(_temp.Path);
        await PassAsync(SettleTime / 2);
        Given.ShouldBeEmpty();

        await PassAsync(SettleTime);
        Given.ShouldBe(["a.mp4"]);
    }

    [Fact]
    public async Task A_source_named_twice_is_returned_once_even_if_it_changes()
    {
        Write("a.mp4", "a", Old);
        await FollowAsync(_temp.Path, _temp["a.mp4"]);
        Write("a.mp4", "another", Old);
        Write("b.mp4", "b", Old);

        await PassAsync(SettleTime);

        Given.ShouldBe(["a.mp4", "b.mp4"]);
    }

    [Fact]
    public async Task Lines_of_a_list_are_returned_after_their_line_break()
    {
        Write("list.txt", "https://host/1.mp4\nhttps://host/2", TimeSpan.Zero);
        await FollowAsync(_temp["list.txt"]);
        await PassAsync(SettleTime / 2);
        Given.ShouldBeEmpty();

        Write("list.txt", "https://host/1.mp4\nhttps://host/22.mp4\n", TimeSpan.Zero);
        await PassAsync(SettleTime / 2);
        Given.ShouldBe(["1.mp4", "22.mp4"]);
    }

    [Theory]
    [InlineData("list.txt", "")]
    [InlineData("list.txt", "# nothing yet\n")]
    [InlineData("list.csv", "url\n")]
    public async Task A_list_without_an_input_yet_is_not_an_error(string name, string text)
    {
        Write(name, text, Old);
        await FollowAsync(_temp[name]);
        await PassAsync(SettleTime);
        Given.ShouldBeEmpty();

        Write(name, text + "https://host/1.mp4\n", TimeSpan.Zero);
        await PassAsync(SettleTime);
        Given.ShouldBe(["1.mp4"]);
    }

    [Fact]
    public async Task An_unusable_line_fails_once_and_other_lines_continue()
    {
        Write("list.txt", "ftp://host/1.mp4\nhttps://host/2.mp4\n", Old);

        await FollowAsync(_temp["list.txt"]);
        await PassAsync(SettleTime);

        _given.Count(static i => i.Problem is not null).ShouldBe(1);
        _given.Count(static i => i.Problem is null).ShouldBe(1);
    }

    [Fact]
    public async Task Following_ends_on_cancellation()
    {
        await FollowAsync(_temp.Path);

        await _end.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(_following);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
        _temp.Dispose();
    }

    /// <summary>Starts to follow, and waits for the first complete scan.</summary>
    private async Task FollowAsync(params string[] names)
    {
        var follower = new InputFollower(static n => InputList.Expand(n), _time) { SettleTime = SettleTime, Poll = TimeSpan.FromSeconds(1) };
        _following = Task.Run(async () =>
        {
            await foreach (var input in follower.FollowAsync(names, _end.Token))
            {
                _given.Enqueue(input);
            }
        });
        await ArmedAsync();
    }

    /// <summary>Advances the clock second by second, with a scan every other second.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(1))
        {
            await ArmedAsync();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        await ArmedAsync();
    }

    /// <summary>Waits until the follower waits on the clock.</summary>
    private async Task ArmedAsync()
    {
        while (_time.ArmedTimers == 0 && !_following.IsCompleted)
        {
            await Task.Yield();
        }
    }

    private void Write(string name, string text, TimeSpan age)
    {
        File.WriteAllText(_temp[name], text);
        File.SetLastWriteTimeUtc(_temp[name], (_time.GetUtcNow() - age).UtcDateTime);
    }
}
