using Reelmill.Pipelines.Settings;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Media.Hls.Packaging;
using static Reelmill.Pipelines.Settings.SettingValue;

namespace Reelmill.Pipelines.Hls;

/// <summary>All settings of <c>hls</c>, in the order of the sample configuration.</summary>
internal static class HlsSettings
{
    public static readonly PipelineSettings Keys = new(
        HlsRun.Pipeline,
        [
            Define("ladder", "HEIGHTS|FILE", "1080,720,360", "The renditions: heights, each with :KBITS unless the default bitrate is used, or a YAML file.",
                (o, v) => o with { Ladder = LadderReader.Read(v) }),
            Define("preset", "PRESET", "veryfast", "The x264 preset, which trades encoding time for compression.",
                (o, v) => o with { Encode = o.Encode with { Preset = Choice("hls.preset", v, [.. EncodeOptions.Presets.Select(static p => (p, p))]) } }),
            Define("copy-top", "auto|never", "auto", "Pass through a source that already fits the top rung instead of encoding it.",
                (o, v) => o with { CopyTop = Choice("hls.copy-top", v, ("auto", true), ("never", false)) }),
            Define("allow-upscale", "true|false", "false", "Also create renditions larger than the source.",
                (o, v) => o with { AllowUpscale = Switch("hls.allow-upscale", v) }),
            Define("format", "fmp4|ts", "fmp4", "The container of segments: fragmented MP4 or MPEG transport streams.",
                (o, v) => o with { Format = Choice("hls.format", v, ("fmp4", StreamFormat.Fmp4), ("ts", StreamFormat.Ts)) }),
            Define("encrypt", "true|false", "false", "Encrypt segments with AES-128; the keys are in the library's keys folder.",
                (o, v) => o with { Encrypt = Switch("hls.encrypt", v) }),
            Define("rotate-keys", "NUMBER", "0", "Rotate the key after this many segments; 0 for one key per stream.",
                (o, v) => o with { RotateKeys = Whole("hls.rotate-keys", v, 0, 1_000_000) }),
            Define("key-uri", "TEMPLATE", HlsOptions.LocalKeyUri, "The URI from which players load a key; {id} and {key} stand for the stream's id and the key's file name.",
                (o, v) => o with { KeyUri = v.Length > 0 && !v.AsSpan().ContainsAny('"', '<', '>') ? v : throw new UsageException("hls.key-uri: expected a URI without quotes or angle brackets.") }),
            Define("publish", "DIR|s3://BUCKET/PREFIX", "", "The folder or bucket to publish finished streams to: segments first, the master playlist last.",
                (o, v) => o with { Publish = v.Length == 0 ? null : v }).ServerOnly(),
            Define("parallel-chunks", "true|false", "true", "Encode a video of 45 s or more in parallel parts of 30 s, which join seamlessly.",
                (o, v) => o with { ParallelChunks = Switch("hls.parallel-chunks", v) }).ServerOnly(),
            .. CommonSettings.Options,
        ],
        [
            Define("audio-bitrate", "32-512", "128", "The bitrate of each audio track in kb/s; mono gets half.",
                (o, v) => o with { Encode = o.Encode with { AudioBitrate = Whole("hls.audio-bitrate", v, 32, 512) } }),
            Define("encoder-threads", "1-64", "1", "The threads of each video encoder; more finish one short video sooner. The number changes the output bytes.",
                (o, v) => o with { Encode = o.Encode with { Threads = Whole("hls.encoder-threads", v, 1, 64) } }).ServerOnly(),
            Define("s3-endpoint", "URL", "", "The address of an S3-compatible service; AWS when it is not set.",
                (o, v) => o with { S3 = o.S3 with { Endpoint = v.Length == 0 ? null : v } }).ServerOnly(),
            Define("s3-region", "REGION", "", "The region of the bucket.",
                (o, v) => o with { S3 = o.S3 with { Region = v.Length == 0 ? null : v } }).ServerOnly(),
            .. CommonSettings.Others,
            .. CommonSettings.Tuning("fetch", "probe", "plan", "encode", "package", "check", "commit"),
        ]);

    private static Setting Define(string option, string syntax, string @default, string description, Func<HlsOptions, string, HlsOptions> apply) =>
        Setting.Of($"hls.{option}", syntax, @default, description, apply) with { Option = $"--{option}" };
}
