using Reelmill.Pipelines.Settings;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Media.Hls.Packaging;
using static Reelmill.Pipelines.Settings.SettingValue;

namespace Reelmill.Pipelines.Hls;

/// <summary>Every key that <c>hls</c> understands, in the order in which the sample configuration shows them.</summary>
internal static class HlsSettings
{
    public static readonly PipelineSettings Keys = new(
        HlsRun.Pipeline,
        [
            Of("ladder", "HEIGHTS|FILE", "1080,720,360", "The renditions: heights, each with :KBITS where it is not the usual bitrate, or a YAML file.",
                (o, v) => o with { Ladder = LadderReader.Read(v) }),
            Of("preset", "PRESET", "veryfast", "The preset of x264: how much time it takes for its compression.",
                (o, v) => o with { Encode = o.Encode with { Preset = Choice("hls.preset", v, [.. EncodeOptions.Presets.Select(static p => (p, p))]) } }),
            Of("copy-top", "auto|never", "auto", "Copy a source that already fits the top rung, rather than encode it.",
                (o, v) => o with { CopyTop = Choice("hls.copy-top", v, ("auto", true), ("never", false)) }),
            Of("allow-upscale", "true|false", "false", "Make renditions that are larger than the source, too.",
                (o, v) => o with { AllowUpscale = Switch("hls.allow-upscale", v) }),
            Of("format", "fmp4|ts", "fmp4", "What segments are made of: fragmented MP4 or MPEG transport streams.",
                (o, v) => o with { Format = Choice("hls.format", v, ("fmp4", StreamFormat.Fmp4), ("ts", StreamFormat.Ts)) }),
            Of("encrypt", "true|false", "false", "Encrypt segments with AES-128; the keys are in the library's keys folder.",
                (o, v) => o with { Encrypt = Switch("hls.encrypt", v) }),
            Of("rotate-keys", "NUMBER", "0", "Take a new key after this many segments; 0 for one key a stream.",
                (o, v) => o with { RotateKeys = Whole("hls.rotate-keys", v, 0, 1_000_000) }),
            Of("key-uri", "TEMPLATE", HlsOptions.LocalKeyUri, "Where players get a key; {id} and {key} stand for the stream's id and the key's file name.",
                (o, v) => o with { KeyUri = v.Length > 0 && !v.AsSpan().ContainsAny('"', '<', '>') ? v : throw new UsageException("hls.key-uri: it must be a URI, without quotes.") }),
            Of("publish", "DIR|s3://BUCKET/PREFIX", "", "Publish finished streams there: segments first, the master playlist last.",
                (o, v) => o with { Publish = v.Length == 0 ? null : v }).ServerOnly(),
            Of("parallel-chunks", "true|false", "true", "Encode a video of 45 s or more in parts of 30 s, at once; they join without a seam.",
                (o, v) => o with { ParallelChunks = Switch("hls.parallel-chunks", v) }).ServerOnly(),
            .. CommonSettings.Options,
        ],
        [
            Of("audio-bitrate", "32-512", "128", "Thousands of bits a second of each audio track; a single channel gets half.",
                (o, v) => o with { Encode = o.Encode with { AudioBitrate = Whole("hls.audio-bitrate", v, 32, 512) } }),
            Of("encoder-threads", "1-64", "1", "The threads of each video encoder; more finish one short video sooner. Another number gives other bytes.",
                (o, v) => o with { Encode = o.Encode with { Threads = Whole("hls.encoder-threads", v, 1, 64) } }).ServerOnly(),
            Of("s3-endpoint", "URL", "", "The address of an S3-compatible service; AWS when it is not set.",
                (o, v) => o with { S3 = o.S3 with { Endpoint = v.Length == 0 ? null : v } }).ServerOnly(),
            Of("s3-region", "REGION", "", "The region of the bucket.",
                (o, v) => o with { S3 = o.S3 with { Region = v.Length == 0 ? null : v } }).ServerOnly(),
            .. CommonSettings.Others,
            .. CommonSettings.Tuning("fetch", "probe", "plan", "encode", "package", "check", "commit"),
        ]);

    private static Setting Of(string option, string syntax, string @default, string description, Func<HlsOptions, string, HlsOptions> apply) =>
        Setting.Create($"hls.{option}", syntax, @default, description, apply) with { Option = $"--{option}" };
}
