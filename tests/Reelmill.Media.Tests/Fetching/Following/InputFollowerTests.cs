using System.Collections.Concurrent;
using Reelmill.Media.Fetching;
using Reelmill.Media.Fetching.Following;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Fetching.Following;

public sealed class InputFollowerTests : IAsyncDisposable
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Old = TimeSpan.FromHours(1);

    private readonly TempFolder _temp = new();
    private readonly ManualTimeProvider _time = new();
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<MediaInput> _given = [];
    private Task _following = Task.CompletedTask;

    private string[] Given => [.. _given.Select(static i => Path.GetFileName(i.Source))];

    [Fact]
    public async Task What_is_there_and_old_comes_at_once_in_its_order()
    {
        Write("b.mp4", "b", Old);
        Write("a.mp4", "a", Old);
        Write("notes.md", "no media", Old);

        await FollowAsync(_temp.Path);

        Given.ShouldBe(["a.mp4", "b.mp4"]);
    }

    [Fact]
    public async Task A_file_comes_once_it_has_not_changed_for_the_time_that_settles_it()
    {
        await FollowAsync(_temp.Path);
        for (var i = 0; i < 5; i++)
        {
            Write("a.mp4", new string('a', i + 1), TimeSpan.Zero);
            await PassAsync(Settled / 2);
            Given.ShouldBeEmpty();
        }

        await PassAsync(Settled);
        Given.ShouldBe(["a.mp4"]);
    }

    [Fact]
    public async Task A_file_whose_time_lies_ahead_settles_too()
    {
        Write("a.mp4", "a", -Old);
        await FollowAsync(_temp.Path);
        await PassAsync(Settled / 2);
        Given.ShouldBeEmpty();

        await PassAsync(Settled);
        Given.ShouldBe(["a.mp4"]);
    }

    [Fact]
    public async Task A_source_comes_once_although_it_is_named_twice_and_changes()
    {
        Write("a.mp4", "a", Old);
        await FollowAsync(_temp.Path, _temp["a.mp4"]);
        Write("a.mp4", "another", Old);
        Write("b.mp4", "b", Old);

        await PassAsync(Settled);

        Given.ShouldBe(["a.mp4", "b.mp4"]);
    }

    [Fact]
    public async Task Lines_of_a_list_come_once_they_have_ended()
    {
        Write("list.txt", "https://host/1.mp4\nhttps://host/2", TimeSpan.Zero);
        await FollowAsync(_temp["list.txt"]);
        await PassAsync(Settled / 2);
        Given.ShouldBeEmpty();

        Write("list.txt", "https://host/1.mp4\nhttps://host/22.mp4\n", TimeSpan.Zero);
        await PassAsync(Settled / 2);
        Given.ShouldBe(["1.mp4", "22.mp4"]);
    }

    [Theory]
    [InlineData("list.txt", "")]
    [InlineData("list.txt", "# nothing yet\n")]
    [InlineData("list.csv", "url\n")]
    public async Task A_list_that_names_nothing_yet_is_no_failure(string name, string text)
    {
        Write(name, text, Old);
        await FollowAsync(_temp[name]);
        await PassAsync(Settled);
        Given.ShouldBeEmpty();

        Write(name, text + "https://host/1.mp4\n", TimeSpan.Zero);
        await PassAsync(Settled);
        Given.ShouldBe(["1.mp4"]);
    }

    [Fact]
    public async Task A_line_that_cannot_be_used_fails_once_and_the_others_go_on()
    {
        Write("list.txt", "ftp://host/1.mp4\nhttps://host/2.mp4\n", Old);

        await FollowAsync(_temp["list.txt"]);
        await PassAsync(Settled);

        _given.Count(static i => i.Problem is not null).ShouldBe(1);
        _given.Count(static i => i.Problem is null).ShouldBe(1);
    }

    [Fact]
    public async Task It_ends_when_it_is_ended()
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

    /// <summary>Begins to follow, until everything was looked through once.</summary>
    private async Task FollowAsync(params string[] names)
    {
        var follower = new InputFollower(static n => InputList.Expand(n), _time) { Settled = Settled, Poll = TimeSpan.FromSeconds(1) };
        _following = Task.Run(async () =>
        {
            await foreach (var input in follower.FollowAsync(names, _end.Token))
            {
                _given.Enqueue(input);
            }
        });
        await ArmedAsync();
    }

    /// <summary>Lets time pass, second by second, with a look through everything at every other.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(1))
        {
            await ArmedAsync();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        await ArmedAsync();
    }

    /// <summary>Waits until the follower waits.</summary>
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
