namespace Reelmill.EndToEnd.Tests.Playing;

/// <summary>What has to hold of every output in a real player; each gives what the player told, for more.</summary>
internal static class PlayerChecks
{
    /// <summary>As hls.js chooses and in each rendition it plays to its end, whole, with sound where there is some.</summary>
    /// <param name="output">What is played.</param>
    /// <param name="seconds">How long it is.</param>
    /// <param name="frames">How many pictures it has.</param>
    public static async Task<Playback> ShouldPlayToItsEndAsync(this HlsOutput output, double seconds, int frames)
    {
        var told = await new Player(output).PlayAsync();
        told.ShouldBeFaultless();
        told.Runs.Select(static r => r.Rendition).ShouldBe([null, .. Enumerable.Range(0, told.Renditions.Count).Select(static r => (int?)r)]);
        foreach (var run in told.Runs)
        {
            run.Ended.ShouldBeTrue();
            run.Duration.ShouldBe(seconds, 0.2);
            run.Played.Count.ShouldBe(1, told.ToString());
            run.Played[0].Start.ShouldBe(0, 0.1);
            run.Played[0].End.ShouldBe(run.Duration, 0.1);
            run.Frames.Total.ShouldBe(frames);
            run.Frames.Corrupted.ShouldBe(0);
            (run.SoundBytes > 0).ShouldBe(told.Renditions[0].Codecs.Contains("mp4a", StringComparison.Ordinal));
        }

        return told;
    }

    /// <summary>It switches from every rendition to every other one and never stands still.</summary>
    /// <param name="output">What is played; at least three segments long.</param>
    public static async Task<Playback> ShouldSwitchAsync(this HlsOutput output)
    {
        var told = await new Player(output).SwitchAsync();
        told.ShouldBeFaultless();
        var count = told.Renditions.Count;
        told.Switches.Select(static s => (s.From, s.To)).ToHashSet().Count.ShouldBe(count * (count - 1));
        return told;
    }

    /// <summary>Wherever it is sent, the picture of that time comes up, and it goes on from there.</summary>
    /// <param name="output">What is played.</param>
    /// <param name="pictureSeconds">How long one picture is on show.</param>
    public static async Task<Playback> ShouldSeekAsync(this HlsOutput output, double pictureSeconds)
    {
        var told = await new Player(output).SeekAsync(0.7, 0.2, 0.85, 0.5, 0);
        told.ShouldBeFaultless();
        told.Seeks.Count.ShouldBe(5);
        told.Seeks.ShouldAllBe(s => Math.Abs(s.To - s.Picture) < pictureSeconds + 0.025, told.ToString());
        told.Runs.Single().Ended.ShouldBeTrue();
        return told;
    }

    /// <summary>Nothing went wrong, not even what the player got over.</summary>
    public static void ShouldBeFaultless(this Playback told)
    {
        told.Problem.ShouldBeNull(told.ToString());
        told.Errors.ShouldBeEmpty(told.ToString());
        told.Complaints.ShouldBeEmpty(told.ToString());
        told.Waits.ShouldAllBe(static w => w.Cause != "data", told.ToString());
    }
}
