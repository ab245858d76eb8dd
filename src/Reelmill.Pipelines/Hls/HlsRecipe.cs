using System.Globalization;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Media.Hls.Ladders;
using Reelmill.Media.Hls.Packaging;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Hls;

/// <summary>The recipe of <c>hls</c>: everything but the source that decides a stream's bytes.</summary>
internal static class HlsRecipe
{
    /// <summary>Raised when the same options give other bytes than before.</summary>
    private const int Version = 7;

    public static Recipe Of(HlsOptions options, string ffmpegVersion) => new(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["audio-bitrate"] = Text(options.Encode.AudioBitrate),
        ["allow-upscale"] = YesNo(options.AllowUpscale),
        ["copy-top"] = YesNo(options.CopyTop),
        ["encoder-threads"] = Text(options.Encode.Threads),
        ["encrypt"] = YesNo(options.Encrypt),
        ["ffmpeg"] = ffmpegVersion,
        ["format"] = options.Format == StreamFormat.Ts ? "ts" : "fmp4",
        ["key-uri"] = options.Encrypt ? options.KeyUri : "-",
        ["ladder"] = options.Ladder.ToString(),
        ["parallel-chunks"] = YesNo(options.ParallelChunks),
        ["preset"] = options.Encode.Preset,
        ["rotate-keys"] = Text(options.RotateKeys),
        ["version"] = Text(Version),
    });

    /// <summary>Where streams go: it changes none of them, and a retry of a publication needs it.</summary>
    public static IReadOnlyDictionary<string, string>? TargetOf(HlsOptions options)
    {
        if (options.Publish is null)
        {
            return null;
        }

        var where = options.Publish.Contains("://", StringComparison.Ordinal) ? options.Publish : Path.GetFullPath(options.Publish);
        var target = new Dictionary<string, string>(StringComparer.Ordinal) { ["publish"] = where };
        if (options.S3.Endpoint is { } endpoint)
        {
            target["s3-endpoint"] = endpoint;
        }

        if (options.S3.Region is { } region)
        {
            target["s3-region"] = region;
        }

        return target;
    }

    /// <summary>The options with those of an earlier run.</summary>
    public static HlsOptions RestoreOptions(HlsOptions options, string json)
    {
        var recipe = Recipe.Parse(json);
        return options with
        {
            AllowUpscale = recipe["allow-upscale"] == "yes",
            CopyTop = recipe["copy-top"] == "yes",
            Encode = new EncodeOptions
            {
                AudioBitrate = Number(recipe["audio-bitrate"]),
                Preset = recipe["preset"],
                Threads = Number(recipe["encoder-threads"]),
            },
            Encrypt = recipe["encrypt"] == "yes",
            Format = recipe["format"] == "ts" ? StreamFormat.Ts : StreamFormat.Fmp4,
            KeyUri = recipe["encrypt"] == "yes" ? recipe["key-uri"] : options.KeyUri,
            Ladder = Ladder.Parse(recipe["ladder"]),
            ParallelChunks = recipe["parallel-chunks"] == "yes",
            Publish = recipe.Find("publish"),
            RotateKeys = Number(recipe["rotate-keys"]),
            S3 = options.S3 with { Endpoint = recipe.Find("s3-endpoint"), Region = recipe.Find("s3-region") },
        };
    }

    private static string YesNo(bool value) => value ? "yes" : "no";

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
