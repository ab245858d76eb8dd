using System.Globalization;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Media.Hls.Ladders;
using Reelmill.Media.Hls.Packaging;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Hls;

/// <summary>
/// Creates and applies the recipe of <c>hls</c>: all options, apart from the source, that determine the bytes of a
/// stream.
/// </summary>
internal static class HlsRecipe
{
    /// <summary>The version of the output, raised when the same options produce different bytes.</summary>
    private const int Version = 7;

    public static Recipe Create(HlsOptions options, string ffmpegVersion) => new(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["audio-bitrate"] = Format(options.Encode.AudioBitrate),
        ["allow-upscale"] = FormatYesNo(options.AllowUpscale),
        ["copy-top"] = FormatYesNo(options.CopyTop),
        ["encoder-threads"] = Format(options.Encode.Threads),
        ["encrypt"] = FormatYesNo(options.Encrypt),
        ["ffmpeg"] = ffmpegVersion,
        ["format"] = options.Format == StreamFormat.Ts ? "ts" : "fmp4",
        ["key-uri"] = options.Encrypt ? options.KeyUri : "-",
        ["ladder"] = options.Ladder.ToString(),
        ["parallel-chunks"] = FormatYesNo(options.ParallelChunks),
        ["preset"] = options.Encode.Preset,
        ["rotate-keys"] = Format(options.RotateKeys),
        ["version"] = Format(Version),
    });

    /// <summary>
    /// Returns the publish target, which does not change the streams, but which a retry of a publication needs; null
    /// for none.
    /// </summary>
    public static IReadOnlyDictionary<string, string>? GetPublishTarget(HlsOptions options)
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

    /// <summary>Returns the options with the recipe and the publish target of an earlier run.</summary>
    public static HlsOptions Repeating(HlsOptions options, string json)
    {
        var recipe = Recipe.Parse(json);
        return options with
        {
            AllowUpscale = recipe["allow-upscale"] == "yes",
            CopyTop = recipe["copy-top"] == "yes",
            Encode = new EncodeOptions
            {
                AudioBitrate = ParseNumber(recipe["audio-bitrate"]),
                Preset = recipe["preset"],
                Threads = ParseNumber(recipe["encoder-threads"]),
            },
            Encrypt = recipe["encrypt"] == "yes",
            Format = recipe["format"] == "ts" ? StreamFormat.Ts : StreamFormat.Fmp4,
            KeyUri = recipe["encrypt"] == "yes" ? recipe["key-uri"] : options.KeyUri,
            Ladder = Ladder.Parse(recipe["ladder"]),
            ParallelChunks = recipe["parallel-chunks"] == "yes",
            Publish = recipe.Find("publish"),
            RotateKeys = ParseNumber(recipe["rotate-keys"]),
            S3 = options.S3 with { Endpoint = recipe.Find("s3-endpoint"), Region = recipe.Find("s3-region") },
        };
    }

    private static string FormatYesNo(bool value) => value ? "yes" : "no";

    private static string Format(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static int ParseNumber(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
