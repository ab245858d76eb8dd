using Reelmill.Testing.Programs;

namespace Reelmill.Cli.Tests.Streaming.Clocks;

/// <summary>A video with a white flash and a beep at the same time, made by ffmpeg.</summary>
/// <param name="File">Its name, whose extension is its container.</param>
/// <param name="Rate">Frames a second, as ffmpeg takes them.</param>
/// <param name="Video">How the video is encoded.</param>
/// <param name="Sound">How the sound is encoded; none for a silent one.</param>
internal sealed record SyncSource(string File, string Rate, string Video, string Sound)
{
    /// <summary>When the flash and the beep begin, in seconds of the generators.</summary>
    public double At { get; init; } = 2;

    /// <summary>How long the video lasts.</summary>
    public double VideoSeconds { get; init; } = 5;

    /// <summary>How long the sound lasts.</summary>
    public double SoundSeconds { get; init; } = 5;

    /// <summary>Options that shift the video, such as <c>-itsoffset 2</c>.</summary>
    public string VideoInput { get; init; } = string.Empty;

    /// <summary>What shifts the sound.</summary>
    public string SoundInput { get; init; } = string.Empty;

    /// <summary>A video filter after the flash.</summary>
    public string VideoFilter { get; init; } = "null";

    /// <summary>A filter of the sound, behind the beep.</summary>
    public string SoundFilter { get; init; } = "anull";

    /// <summary>Options of the file.</summary>
    public string Output { get; init; } = string.Empty;

    /// <summary>Whether a subtitle appears at 2 s.</summary>
    public bool HasText { get; init; }

    /// <summary>Makes it.</summary>
    public async Task<string> MakeAsync(TempFolder folder)
    {
        var path = folder[File];
        var (on, off) = (FormattableString.Invariant($"{At - 0.005:0.###}"), FormattableString.Invariant($"{At + 0.3:0.###}"));
        var text = folder["text.srt"];
        await System.IO.File.WriteAllTextAsync(text, "1\n00:00:02,000 --> 00:00:03,000\nflash\n");
        await Tool.RunAsync("ffmpeg", [
            "-nostdin", "-v", "error", "-y",
            .. Split(VideoInput), "-f", "lavfi", "-i", FormattableString.Invariant($"testsrc2=size=320x180:rate={Rate}:duration={VideoSeconds}"),
            .. Split(SoundInput), "-f", "lavfi", "-i", FormattableString.Invariant($"aevalsrc='if(between(t,{At},{At + 0.3}),0.8*sin(2*PI*1000*t),0)':sample_rate=48000:duration={SoundSeconds}"),
            .. HasText ? ["-i", text, "-map", "2", "-c:s", "srt"] : Array.Empty<string>(),
            "-map", "0:v", "-vf", $"lutyuv=y=val/4,drawbox=color=white:t=fill:enable='between(t,{on},{off})',{VideoFilter}", "-pix_fmt", "yuv420p", "-threads", "1", .. Split(Video),
            .. Sound.Length > 0 ? ["-map", "1:a", "-af", SoundFilter, .. Split(Sound)] : Array.Empty<string>(),
            .. Split(Output), path,
        ]);
        return path;
    }

    public override string ToString() => File;

    private static string[] Split(string options) => options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
