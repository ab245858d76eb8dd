namespace Reelmill.Cli.Tests.Streaming.Clocks;

/// <summary>Sources whose clocks went wrong somewhere, and the ways to make streams of them. A row is a line.</summary>
internal static class SyncSources
{
    private const string BFrames = "-c:v libx264 -preset veryfast -bf 3 -b_strategy 0 -g 50";
    private const string Plain = "-c:v libx264 -preset veryfast -bf 0 -g 50";
    private const string Aac = "-c:a aac";

    /// <summary>Each rendition is encoded.</summary>
    private const string Encode = "--ladder 180:600,144:300 --copy-top never";

    /// <summary>The top rendition is the source's own stream.</summary>
    private const string Copy = "--ladder 180:6000,144:300";

    /// <summary>What is tried always: source, options.</summary>
    public static (SyncSource Source, string Options)[] Some { get; } =
    [
        (new("b-frames.mp4", "25", BFrames, Aac), $"{Encode} --format ts"),
        (new("b-frames-fmp4.mp4", "25", BFrames, Aac), $"{Encode} --preset medium"),
        (new("slow.mp4", "10", BFrames, Aac), $"{Encode} --format ts --encrypt"),
        (new("film.mkv", "24000/1001", BFrames, "-c:a ac3") { HasText = true }, $"{Encode} --encrypt --rotate-keys 1"),
        (new("copied-plain.mp4", "25", Plain, Aac), $"{Copy} --format ts"),
        (new("copied-deep.mp4", "30000/1001", BFrames, Aac), $"{Copy} --preset ultrafast --format ts"),
        (new("copied-sound-long.mp4", "25", BFrames, Aac) { SoundSeconds = 5.2 }, $"{Copy} --format ts"),
        (new("copied-deep.mkv", "25", BFrames, "-c:a libmp3lame") { HasText = true }, Copy),
        (new("live.webm", "25", "-c:v libvpx -deadline realtime -cpu-used 8 -b:v 500k", "-c:a libopus -ar 48000") { SoundSeconds = 4, Output = "-live 1" }, $"{Encode} --format ts"),
        (new("broadcast.ts", "25", BFrames, "-c:a mp2"), Encode),
        (new("old.avi", "30", "-c:v mpeg4 -b:v 800k", "-c:a libmp3lame -ar 44100"), $"{Encode} --format ts"),
        (new("tens.mkv", "25", BFrames, Aac) { Output = "-output_ts_offset 10" }, Encode),
        (new("sound-late.mkv", "60", BFrames, Aac) { SoundInput = "-itsoffset 1.5" }, $"{Encode} --format ts"),
        (new("picture-late.mp4", "25", BFrames, Aac) { VideoInput = "-itsoffset 1.7" }, $"{Encode} --format ts"),
        (new("picture-short.mov", "50", BFrames, "-c:a pcm_s16le -ar 44100") { SoundSeconds = 9 }, Encode),
        (new("gap.mkv", "25", BFrames, "-c:a pcm_s16le") { SoundFilter = "aselect='not(between(t,0.5,1.1))'" }, Encode),
    ];

    /// <summary>What is tried with <c>REELMILL_EVERY_FILE</c>: every preset that differs in its B-frames, format, encryption, frame rate and kind of top rendition, and more sources.</summary>
    public static IEnumerable<(SyncSource Source, string Options)> All =>
    [
        .. Some,
        .. from rate in new[] { "10", "24000/1001", "25", "30000/1001", "50", "60" }
           from format in new[] { "fmp4", "ts", "ts --encrypt", "fmp4 --encrypt" }
           from kind in new[] { $"{Encode} --preset ultrafast", $"{Encode} --preset veryfast", $"{Encode} --preset slow", Copy }
           select (new SyncSource($"every-{rate.Replace('/', '-')}.mp4", rate, BFrames, Aac), $"{kind} --format {format}"),
        .. from format in new[] { "fmp4", "ts" }
           from source in new SyncSource[]
           {
               new("vorbis.webm", "30", "-c:v libvpx -deadline realtime -cpu-used 8 -b:v 500k", "-c:a libvorbis"),
               new("opus.mkv", "25", BFrames, "-c:a libopus -ar 48000"),
               new("ac3.ts", "25", BFrames, "-c:a ac3"),
               new("mpeg2.ts", "25", "-c:v mpeg2video -bf 2 -b:v 1M", "-c:a mp2"),
               new("aac44.mov", "25", BFrames, "-c:a aac -ar 44100"),
               new("aac22.mp4", "25", BFrames, "-c:a aac -ar 22050"),
               new("flac.mkv", "25", BFrames, "-c:a flac"),
               new("variable.mkv", "30", BFrames, Aac) { VideoFilter = "select='not(mod(n*n,7))+gt(t,1.9)*lt(t,2.5)'", Output = "-fps_mode vfr" },
               new("slides.mp4", "1", BFrames, Aac) { VideoSeconds = 12, SoundSeconds = 12 },
               new("negative.mkv", "25", BFrames, "-c:a libopus -ar 48000") { Output = "-avoid_negative_ts disabled" },
               new("far.ts", "25", BFrames, Aac) { Output = "-output_ts_offset 5000" },
               new("sound-early.mkv", "25", BFrames, Aac) { VideoInput = "-itsoffset 0.4" },
               new("sound-a-bit-early.mp4", "25", BFrames, Aac) { VideoInput = "-itsoffset 0.08" },
               new("sound-short.mp4", "25", BFrames, Aac) { SoundSeconds = 2.6 },
               new("sound-a-bit-long.mp4", "25", BFrames, Aac) { SoundSeconds = 5.2 },
               new("small-gap.mkv", "25", BFrames, "-c:a pcm_s16le") { SoundFilter = "aselect='not(between(t,0.5,0.54))'" },
           }
           from kind in new[] { Encode, Copy }
           select (source, $"{kind} --format {format}"),
    ];
}
