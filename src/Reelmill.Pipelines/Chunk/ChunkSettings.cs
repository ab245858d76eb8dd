using Reelmill.Media.Chunking;
using Reelmill.Pipelines.Settings;
using static Reelmill.Pipelines.Settings.SettingValue;

namespace Reelmill.Pipelines.Chunk;

/// <summary>All settings of <c>chunk</c>, in the order of the sample configuration.</summary>
internal static class ChunkSettings
{
    private static readonly string[] Presets =
        ["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow"];

    public static readonly PipelineSettings Keys = new(
        ChunkRun.Pipeline,
        [
            Create("duration", "DURATION", "10s", "Requested duration of a chunk; in seconds without a unit.",
                (o, v) => o with { Duration = Time("chunk.duration", v, "1ms") }),
            Create("start", "DURATION", "0s", "Start of the range, counted from the first frame.",
                (o, v) => o with { Start = Time("chunk.start", v, "0s") }),
            Create("end", "DURATION", "", "End of the range, counted from the first frame; the end of the file when not set.",
                (o, v) => o with { End = v.Length == 0 ? null : Time("chunk.end", v, "1ms") }),
            Create("workers", "NUMBER", "4", "Number of chunks to process at once.",
                (o, v) => o with { Workers = Whole("chunk.workers", v, 1, 1024) }).ServerOnly(),
            Create("queue", "NUMBER", "10", "Number of chunks that may wait for a worker.",
                (o, v) => o with { Queue = Whole("chunk.queue", v, 1, 1_000_000) }).ServerOnly(),
            Create("retries", "NUMBER", "3", "Number of retries of a chunk that fails with a transient error.",
                (o, v) => o with { Retries = Whole("chunk.retries", v, 0, 99) }),
            Create("processor", "copy|encode|checksum|decode", "copy", "Work on each chunk; several separated by commas.",
                (o, v) => o with { Work = v.Split(',').Aggregate(ChunkWork.None, static (work, name) => work | ParseWork(name.Trim())) }),
            Create("aligned", "keyframes|exact", "", "Where chunks may begin; when not set, keyframes for copy and exact for the others.",
                (o, v) => o with
                {
                    Alignment = v.Length == 0 ? null : Choice("chunk.aligned", v, ("keyframes", ChunkAlignment.Keyframes), ("exact", ChunkAlignment.Exact)),
                }),
            Create("preset", "NAME", "veryfast", "Preset of the x264 encoder.",
                (o, v) => o with { Encoding = o.Encoding with { Preset = Choice("chunk.preset", v, [.. Presets.Select(static p => (p, p))]) } }),
            Create("crf", "0-51", "20", "Quality of the encoder: 0 is lossless, 51 the worst.",
                (o, v) => o with { Encoding = o.Encoding with { Crf = Whole("chunk.crf", v, 0, 51) } }),
            Create("threads", "NUMBER", "1", "Threads of the encoder for each chunk; the number affects the encoded bytes.",
                (o, v) => o with { Encoding = o.Encoding with { Threads = Whole("chunk.threads", v, 1, 64) } }).ServerOnly(),
            Create("output", "DIR", "", "Copy chunks and manifest to this folder; with several inputs, each to its own subfolder.",
                (o, v) => o with { Output = v.Length == 0 ? null : v }).ServerOnly(),
            CommonSettings.Sequential,
        ],
        CommonSettings.Others);

    /// <summary>Parses a processor. Names from the Python chunking pipelines are accepted too.</summary>
    private static ChunkWork ParseWork(string name) => name switch
    {
        "ffmpeg" => ChunkWork.Copy,
        "simulated_decode" => ChunkWork.Decode,
        "composite" => ChunkWork.Checksum | ChunkWork.Decode,
        _ => ParseOwnName(name),
    };

    private static ChunkWork ParseOwnName(string name) => Choice(
        "chunk.processor", name, ("copy", ChunkWork.Copy), ("encode", ChunkWork.Encode), ("checksum", ChunkWork.Checksum), ("decode", ChunkWork.Decode));

    /// <summary>Parses a duration. A number without a unit is in seconds, as is usual for times in a file.</summary>
    private static TimeSpan Time(string key, string text, string minimum) => Duration(key, text.Length > 0 && char.IsAsciiDigit(text[^1]) ? text + "s" : text, minimum, "3650d");

    private static Setting Create(string option, string syntax, string @default, string description, Func<ChunkOptions, string, ChunkOptions> apply) =>
        Setting.Create($"chunk.{option}", syntax, @default, description, apply) with { Option = $"--{option}" };
}
