namespace Reelmill.EndToEnd.Tests.Playing;

/// <summary>What is wrong with an output has to show in what the player tells: a check that finds nothing is none.</summary>
public sealed class FaultyOutputTests : IDisposable
{
    private readonly HlsSamples _samples = new();

    public void Dispose() => _samples.Dispose();

    [Fact]
    public async Task A_wrong_key_is_reported()
    {
        var output = await _samples.GetAsync("fmp4", encrypted: true);
        await File.WriteAllBytesAsync(Path.Combine(output.Keys!, "small-1.key"), new byte[16]);

        var player = new Player(output);
        var playback = await player.PlayAsync();

        playback.Errors.ShouldNotBeEmpty();
        player.Requests.ShouldContain(static r => r == "/keys/small-1.key");
    }

    [Fact]
    public async Task A_missing_segment_is_reported()
    {
        var output = await _samples.GetAsync("mpegts", encrypted: false);
        File.Delete(Path.Combine(output.Folder, "medium", "index3.ts"));

        var playback = await new Player(output).PlayAsync();

        playback.Errors.ShouldContain(static e => e.Details == "fragLoadError" && e.Url!.EndsWith("medium/index3.ts", StringComparison.Ordinal));
        playback.Complaints.ShouldContain(static c => c.Contains("medium/index3.ts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_segment_that_never_arrives_is_reported_as_a_stall()
    {
        var player = new Player(await _samples.GetAsync("fmp4", encrypted: false), withheld: "index5.m4s");

        // What does not come is due at 10 s, and this is just before it.
        var playback = await player.SeekAsync(0.49);

        playback.Problem.ShouldNotBeNull().ShouldStartWith("waited for time to go on from 9.8");
        playback.Errors.ShouldContain(static e => e.Details == "bufferStalledError", playback.ToString());
        playback.Waits.ShouldContain(static w => w.Cause == "data", playback.ToString());
    }

    [Fact]
    public async Task Frames_of_another_size_than_in_the_playlist_are_reported()
    {
        var output = await _samples.GetAsync("fmp4", encrypted: false);
        var master = Path.Combine(output.Folder, "master.m3u8");
        await File.WriteAllTextAsync(master, (await File.ReadAllTextAsync(master)).Replace("480x270", "480x272", StringComparison.Ordinal));

        var playback = await new Player(output).SwitchAsync();

        playback.Problem.ShouldNotBeNull().ShouldStartWith("waited for rendition 1");
    }
}
