using Reelmill.Library.Publishing;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Media.Hls.Ladders;
using Reelmill.Media.Hls.Packaging;

namespace Reelmill.Pipelines.Hls;

/// <summary>The options of the <c>hls</c> pipeline, whose stages are fetch, probe, plan, encode, package, check and commit.</summary>
public sealed record HlsOptions : PipelineOptions
{
    /// <summary>The default key URI: the library's own key folder, relative to the playlists.</summary>
    public const string LocalKeyUri = "../../keys/{id}/{key}";

    /// <summary>The requested renditions.</summary>
    /// <value>1080, 720 and 360 lines by default.</value>
    public Ladder Ladder { get; init; } = Ladder.Default;

    /// <summary>Whether rungs larger than the source are kept.</summary>
    /// <value>False by default.</value>
    public bool AllowUpscale { get; init; }

    /// <summary>Whether a source that already fits the top rung becomes a passthrough rendition instead of an encode.</summary>
    /// <value>True by default.</value>
    public bool CopyTop { get; init; } = true;

    /// <summary>Whether a video of 45 s or more is encoded in parallel parts of 30 s, which concatenate seamlessly.</summary>
    /// <value>True by default.</value>
    public bool ParallelChunks { get; init; } = true;

    /// <summary>The options of the encode.</summary>
    public EncodeOptions Encode { get; init; } = new();

    /// <summary>The container format of segments.</summary>
    /// <value><see cref="StreamFormat.Fmp4"/> by default.</value>
    public StreamFormat Format { get; init; }

    /// <summary>Whether segments are encrypted with AES-128.</summary>
    /// <value>False by default.</value>
    public bool Encrypt { get; init; }

    /// <summary>The number of segments after which the key rotates.</summary>
    /// <value>0 by default: a single key for each stream.</value>
    public int RotateKeys { get; init; }

    /// <summary>The URI template of a key; <c>{id}</c> stands for the stream's id and <c>{key}</c> for the key's file name.</summary>
    /// <value>The library's own key folder by default, relative to the playlists.</value>
    public string KeyUri { get; init; } = LocalKeyUri;

    /// <summary>The publish target of finished streams: the path of a folder, or <c>s3://bucket/prefix</c>.</summary>
    /// <value>Null by default: streams are not published.</value>
    public string? Publish { get; init; }

    /// <summary>The connection options of S3 buckets.</summary>
    public S3Options S3 { get; init; } = new();

    /// <summary>Returns these options with the recipe and the publish target of an earlier run.</summary>
    /// <param name="run">The options of the earlier run, as the catalog stores them.</param>
    public HlsOptions Repeating(string run) => HlsRecipe.Repeating(this, run);

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Encode.Validate();
        ArgumentOutOfRangeException.ThrowIfNegative(RotateKeys);
        if (RotateKeys > 0 && !Encrypt)
        {
            throw new ArgumentException("rotate-keys: key rotation needs encrypt; set both, or neither.");
        }

        if (Publish is not null && Encrypt && !Uri.IsWellFormedUriString(KeyUri.Replace("{id}", "id", StringComparison.Ordinal).Replace("{key}", "key", StringComparison.Ordinal), UriKind.Absolute))
        {
            throw new ArgumentException("key-uri: keys are never published, so players of a published stream need an absolute URI such as https://keys.example.org/{id}/{key}.");
        }

        if (RotateKeys > 0 && !KeyUri.Contains("{key}", StringComparison.Ordinal))
        {
            throw new ArgumentException("key-uri: key rotation needs {key} in the URI, so that each key has its own.");
        }
    }
}
