using Reelmill.Core;
using Reelmill.Pipelines.Services;
using Reelmill.Vision.Detection;

namespace Reelmill.Pipelines.Mine;

/// <summary>The detector and the stages that process the kept frames of a video, from its recipe. Two instances are equal when one set of instances serves both.</summary>
/// <param name="Detector">The detection model, its classes, minimum score and version; null when there is none.</param>
/// <param name="Stages">The custom stages with their versions, one line each; null when there are none.</param>
/// <param name="Recipe">A recipe with this detector and these stages, as JSON.</param>
internal sealed record KeptFrameRecipe(string? Detector, string? Stages, string Recipe)
{
    public bool Detects => Detector is not null;

    public bool HasStages => Stages is not null;

    /// <summary>Reads a recipe; null when it has neither a detector nor stages for kept frames.</summary>
    public static KeptFrameRecipe? Parse(string recipe) =>
        (MineRecipe.ReadDetectorKey(recipe), MineRecipe.ReadKeptFrameStages(recipe)) is var (detector, stages) && (detector ?? stages) is not null ? new KeptFrameRecipe(detector, stages, recipe) : null;

    public bool Equals(KeptFrameRecipe? other) => other is not null && Detector == other.Detector && Stages == other.Stages;

    public override int GetHashCode() => HashCode.Combine(Detector, Stages);

    /// <summary>Opens the detector and the stages that are available in the same version that processed the video's other frames. Missing or changed ones are left out; the video then has to be mined again.</summary>
    public async Task<KeptFrameStages> OpenAsync(RunServices services, CancellationToken cancellationToken)
    {
        var own = services.FrameStages.Where(static s => s.KeptFrames).ToArray();
        var detector = Detects ? await DetectorAsync(services, cancellationToken).ConfigureAwait(false) : null;
        return await KeptFrameStages.OpenAsync(detector, MineRecipe.FormatStages(own) == Stages ? own : [], cancellationToken).ConfigureAwait(false);
    }

    private async Task<IDetector?> DetectorAsync(RunServices services, CancellationToken cancellationToken)
    {
        try
        {
            var detection = MineRecipe.ReadDetection(Recipe)!;
            var detector = await services.DetectorAsync(detection.Model, detection.Detection, MineRecipe.ReadModels(Recipe), null, cancellationToken).ConfigureAwait(false);
            return detector.Version == MineRecipe.ReadDetectorVersion(Recipe) ? detector : null;
        }
        catch (PipelineException)
        {
            return null;
        }
    }
}
