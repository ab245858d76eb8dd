namespace Reelmill.EndToEnd.Tests.Playing;

/// <summary>What has to hold of every output in a real player; each returns the playback report for further checks.</summary>
internal static class PlayerChecks
{
    /// <summary>As hls.js chooses and in each rendition it plays to its end, whole, with sound where there is some.</summary>
    /// <param name="output">What is played.</param>
    /// <param name="seconds">How long it is.</param>
    /// <param name="frames">How many frames it has.</param>
    public static async Task<Playback> ShouldPlayToItsEndAsync(this HlsOutput output, double seconds, int frames)
    {
        var playback = await new Player(output).PlayAsync();
        playback.ShouldBeFaultless();
        playback.Runs.Select(static r => r.Rendition).ShouldBe([null, .. Enumerable.Range(0, playback.Renditions.Count).Select(static r => (int?)r)]);
        foreach (var run in playback.Runs)
        {
            run.Ended.ShouldBeTrue();
            run.Duration.ShouldBe(seconds, 0.2);
            run.Played.Count.ShouldBe(1, playback.ToString());
            run.Played[0].Start.ShouldBe(0, 0.1);
            run.Played[0].End.ShouldBe(run.Duration, 0.1);
            run.Frames.Total.ShouldBe(frames);
            run.Frames.Corrupted.ShouldBe(0);
            (run.SoundBytes > 0).ShouldBe(playback.Renditions[0].Codecs.Contains("mp4a", StringComparison.Ordinal));
        }

        return playback;
    }

    /// <summary>It switches from every rendition to every other one and never stands still.</summary>
    /// <param name="output">What is played; at least three segments long.</param>
    public static async Task<Playback> ShouldSwitchAsync(this HlsOutput output)
    {
        var playback = await new Player(output).SwitchAsync();
        playback.ShouldBeFaultless();
        var count = playback.Renditions.Count;
        playback.Switches.Select(static s => (s.From, s.To)).ToHashSet().Count.ShouldBe(count * (count - 1));
        return playback;
    }

    /// <summary>Wherever it is sent, the frame of that time comes up, and it goes on from there.</summary>
    /// <param name="output">What is played.</param>
    /// <param name="frameSeconds">How long one frame is on show.</param>
    public static async Task<Playback> ShouldSeekAsync(this HlsOutput output, double frameSeconds)
    {
        var playback = await new Player(output).SeekAsync(0.7, 0.2, 0.85, 0.5, 0);
        playback.ShouldBeFaultless();
        playback.Seeks.Count.ShouldBe(5);
        playback.Seeks.ShouldAllBe(s => Math.Abs(s.To - s.Frame) < frameSeconds + 0.025, playback.ToString());
        playback.Runs.Single().Ended.ShouldBeTrue();
        return playback;
    }

    /// <summary>Nothing went wrong, not even what the player got over.</summary>
    public static void ShouldBeFaultless(this Playback playback)
    {
        playback.Problem.ShouldBeNull(playback.ToString());
        playback.Errors.ShouldBeEmpty(playback.ToString());
        playback.Complaints.ShouldBeEmpty(playback.ToString());
        playback.Waits.ShouldAllBe(static w => w.Cause != "data", playback.ToString());
    }
}
