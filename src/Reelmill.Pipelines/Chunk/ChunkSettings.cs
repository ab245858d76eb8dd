using Reelmill.Media.Chunking;
using Reelmill.Pipelines.Settings;
using static Reelmill.Pipelines.Settings.SettingValue;

namespace Reelmill.Pipelines.Chunk;

/// <summary>Every key that <c>chunk</c> understands, in the order in which the sample configuration shows them.</summary>
internal static class ChunkSettings
{
    private static readonly string[] Presets =
        ["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow"];

    public static readonly PipelineSettings Keys = new(
        ChunkRun.Pipeline,
        [
            Of("duration", "DURATION", "10s", "How long a chunk is meant to be; without a unit, in seconds.",
                (o, v) => o with { Duration = Time("chunk.duration", v, "1ms") }),
            Of("start", "DURATION", "0s", "Where to begin, from the first frame.",
                (o, v) => o with { Start = Time("chunk.start", v, "0s") }),
            Of("end", "DURATION", "", "Where to end, from the first frame; the end of the file when not set.",
                (o, v) => o with { End = v.Length == 0 ? null : Time("chunk.end", v, "1ms") }),
            Of("workers", "NUMBER", "4", "How many chunks are worked on at once.",
                (o, v) => o with { Workers = Whole("chunk.workers", v, 1, 1024) }).ServerOnly(),
            Of("queue", "NUMBER", "10", "How many chunks wait for a worker.",
                (o, v) => o with { Queue = Whole("chunk.queue", v, 1, 1_000_000) }).ServerOnly(),
            Of("retries", "NUMBER", "3", "How often a chunk is tried again when it fails for a passing reason.",
                (o, v) => o with { Retries = Whole("chunk.retries", v, 0, 99) }),
            Of("processor", "copy|encode|checksum|decode", "copy", "What to make of each chunk; several with commas between them.",
                (o, v) => o with { Work = v.Split(',').Aggregate(ChunkWork.None, static (work, name) => work | WorkOf(name.Trim())) }),
            Of("aligned", "keyframes|exact", "", "Where chunks may begin; keyframes for copy and exact for the others when not set.",
                (o, v) => o with
                {
                    Alignment = v.Length == 0 ? null : Choice("chunk.aligned", v, ("keyframes", ChunkAlignment.KeyFrames), ("exact", ChunkAlignment.Exact)),
                }),
            Of("preset", "NAME", "veryfast", "The preset of the encoder x264.",
                (o, v) => o with { Encoding = o.Encoding with { Preset = Choice("chunk.preset", v, [.. Presets.Select(static p => (p, p))]) } }),
            Of("crf", "0-51", "20", "The quality of the encoder: 0 is lossless, 51 the worst.",
                (o, v) => o with { Encoding = o.Encoding with { Crf = Whole("chunk.crf", v, 0, 51) } }),
            Of("threads", "NUMBER", "1", "The encoder's threads for each chunk; the bytes depend on it.",
                (o, v) => o with { Encoding = o.Encoding with { Threads = Whole("chunk.threads", v, 1, 64) } }).ServerOnly(),
            Of("output", "DIR", "", "Copy chunks and manifest to this folder; of several inputs, each into a folder of its own below it.",
                (o, v) => o with { Output = v.Length == 0 ? null : v }).ServerOnly(),
            CommonSettings.Sequential,
        ],
        CommonSettings.Others);

    /// <summary>The names that the chunking pipelines of Python have for the same are taken too.</summary>
    private static ChunkWork WorkOf(string name) => name switch
    {
        "ffmpeg" => ChunkWork.Copy,
        "simulated_decode" => ChunkWork.Decode,
        "composite" => ChunkWork.Checksum | ChunkWork.Decode,
        _ => Named(name),
    };

    private static ChunkWork Named(string name) => Choice(
        "chunk.processor", name, ("copy", ChunkWork.Copy), ("encode", ChunkWork.Encode), ("checksum", ChunkWork.Checksum), ("decode", ChunkWork.Decode));

    /// <summary>A plain number is in seconds, as people write it for times of a file.</summary>
    private static TimeSpan Time(string key, string text, string least) => Duration(key, text.Length > 0 && char.IsAsciiDigit(text[^1]) ? text + "s" : text, least, "3650d");

    private static Setting Of(string option, string syntax, string @default, string description, Func<ChunkOptions, string, ChunkOptions> apply) =>
        Setting.Create($"chunk.{option}", syntax, @default, description, apply) with { Option = $"--{option}" };
}
