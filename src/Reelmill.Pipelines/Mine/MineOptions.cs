using Reelmill.Media.Frames;
using Reelmill.Pipelines.Index;
using Reelmill.Vision.Images;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Mine;

/// <summary>The options of <c>mine</c>. Its stages: fetch, probe, frames, score, decide, detect (when asked for), save, commit.</summary>
public sealed record MineOptions : PipelineOptions
{
    /// <summary>Which frames are sampled.</summary>
    /// <value>The first frame at or after each second, by default.</value>
    public SamplingOptions Sampling { get; init; } = new();

    /// <summary>What a frame must be to be kept, as a change of the limits that the library was last decided by.</summary>
    /// <value>No change by default; a new library begins with the defaults of <see cref="QualityLimits"/>.</value>
    public QualityOverrides Quality { get; init; } = new();

    /// <summary>Rules of the user's own, as a change of those that the library was last decided by: see <see cref="FrameRule"/>.</summary>
    /// <value>No change by default; a new library has none.</value>
    public FrameRules Rules { get; init; } = [];

    /// <summary>The quality of the JPEG files.</summary>
    /// <value>1 to 100; 90 by default.</value>
    public int JpegQuality { get; init; } = JpegEncoder.DefaultQuality;

    /// <summary>What is looked for in kept frames.</summary>
    /// <value>Null by default: nothing.</value>
    public DetectOptions? Detect { get; init; }

    /// <summary>Whether files of frames that become dropped stay until <c>reelmill gc</c> removes them, so that these frames can be kept again.</summary>
    /// <value>True by default; false removes the files of all dropped frames at the end of the run.</value>
    public bool KeepDropped { get; init; } = true;

    /// <summary>Whether vectors are made of the kept frames.</summary>
    /// <value>False by default.</value>
    public bool Embed { get; init; }

    /// <summary>What makes the vectors, and where they are kept; what all pipelines have is as in these options.</summary>
    /// <value>The defaults of <c>index</c>, in the collection <c>frames</c>.</value>
    public IndexOptions Vectors { get; init; } = new() { Collection = FrameIndex.Collection };

    /// <summary>The stages of the program that an earlier run had, when this one repeats it; null when it had none, or for any other run.</summary>
    internal string? RepeatedStages { get; init; }

    /// <summary>How kept frames are indexed.</summary>
    internal IndexOptions IndexOptions => Vectors with { Mode = Mode, Limits = Limits, Tools = Tools, Models = Models };

    /// <summary>The same options with the sampling, the JPEG quality and the detection of an earlier run.</summary>
    /// <param name="run">The options of that run, as the catalog has them.</param>
    /// <returns>The options of a run that does what that one left undone.</returns>
    public MineOptions Repeating(string run)
    {
        var (sampling, quality) = MineRecipe.Read(run);
        return this with { Sampling = sampling, JpegQuality = quality, Detect = MineRecipe.Detection(run), RepeatedStages = MineRecipe.StagesOf(run) };
    }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        MinePipeline.Validate(Stages);
        Sampling.Validate();
        Quality.Over(new QualityLimits()).Validate();
        if (Detect is { Model.Length: 0 })
        {
            throw new ArgumentException("detect: classes, min-score and max-text need a model to look with, such as --detect yolox-nano.");
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(JpegQuality, Math.Clamp(JpegQuality, 1, 100));
    }
}
