namespace Reelmill.EndToEnd.Tests.Playing;

/// <summary>hls.js in Chromium on what ffmpeg makes: what the player says of an output that is known to be right.</summary>
public sealed class PlayingTests(HlsSamples samples) : IClassFixture<HlsSamples>
{
    public static TheoryData<string, bool> Samples => new()
    {
        { "mpegts", true },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Every_rendition_plays_to_its_end(string segmentType, bool encrypted)
    {
        var output = await samples.GetAsync(segmentType, encrypted);

        var playback = await output.ShouldPlayToItsEndAsync(HlsSample.Seconds, (int)HlsSample.Seconds * HlsSample.FramesPerSecond);

        playback.Renditions.Select(static r => (r.Width, r.Height)).ShouldBe([(320, 180), (480, 270), (640, 360)]);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task All_renditions_are_switched_between_without_a_stall(string segmentType, bool encrypted)
    {
        var output = await samples.GetAsync(segmentType, encrypted);

        await output.ShouldSwitchAsync();
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_seek_shows_the_frame_at_its_time_and_playback_continues(string segmentType, bool encrypted)
    {
        var output = await samples.GetAsync(segmentType, encrypted);

        await output.ShouldSeekAsync(1d / HlsSample.FramesPerSecond);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Every_audio_track_is_decoded_and_subtitles_appear_at_their_times(string segmentType, bool encrypted)
    {
        var playback = await new Player(await samples.GetAsync(segmentType, encrypted)).TryTracksAsync();

        playback.ShouldBeFaultless();
        playback.Sounds.Select(static s => s.Language).ShouldBe(["en", "fr"]);
        var cues = playback.Subtitles.Single().Cues;
        cues.Select(static c => c.Text).ShouldBe(["first", "second"]);
        cues[0].Start.ShouldBe(1, 0.05);
        cues[1].Start.ShouldBe(8.5, 0.05);
    }
}
