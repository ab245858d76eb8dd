using Reelmill.Media.Frames;
using Reelmill.Vision.Images;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Mine;

/// <summary>The options of <c>mine</c>. Its stages: fetch, probe, frames, score, decide, save, commit.</summary>
public sealed record MineOptions : PipelineOptions
{
    /// <summary>Which frames are sampled.</summary>
    /// <value>The first frame at or after each second, by default.</value>
    public SamplingOptions Sampling { get; init; } = new();

    /// <summary>What a frame must be to be kept, as a change of the limits that the library was last decided by.</summary>
    /// <value>No change by default; a new library begins with the defaults of <see cref="QualityLimits"/>.</value>
    public Func<QualityLimits, QualityLimits> Quality { get; init; } = static limits => limits;

    /// <summary>The quality of the JPEG files.</summary>
    /// <value>1 to 100; 90 by default.</value>
    public int JpegQuality { get; init; } = JpegEncoder.DefaultQuality;

    /// <summary>The same options with the sampling and the JPEG quality of an earlier run.</summary>
    /// <param name="run">The options of that run, as the catalog has them.</param>
    /// <returns>The options of a run that does what that one left undone.</returns>
    public MineOptions Repeating(string run)
    {
        var (sampling, quality) = MineRecipe.Read(run);
        return this with { Sampling = sampling, JpegQuality = quality };
    }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Sampling.Validate();
        Quality(new QualityLimits()).Validate();
        ArgumentOutOfRangeException.ThrowIfNotEqual(JpegQuality, Math.Clamp(JpegQuality, 1, 100));
    }
}
