using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Runs;
using Reelmill.Vision.Quality;

namespace Reelmill.Server.Library;

/// <summary>A library in numbers, as the API shows it.</summary>
/// <param name="Items">Its items by how far they are.</param>
/// <param name="Frames">Its frames by what was decided on each.</param>
/// <param name="Bytes">The size of all kept frames' files.</param>
/// <param name="Rules">The frames by the rule that decided; null for those that no rule dropped.</param>
/// <param name="Limits">What a frame must be to be kept.</param>
/// <param name="LastDecision">What the last change of the limits did, with the limits before it; null when they have never changed.</param>
/// <param name="DroppedFiles">The files that dropped frames still have.</param>
internal sealed record LibraryDocument(
    LibraryItems Items, RunFrames Frames, long Bytes, IReadOnlyList<RuleCount> Rules, QualityLimits Limits, LastDecision? LastDecision, DroppedFiles DroppedFiles)
{
    public static LibraryDocument Of(LibraryStatus status, QualityLimits limits, LastDecision? last) => new(
        new LibraryItems(status.Pending, status.Running, status.Done, status.Failed),
        new RunFrames(status.Frames, status.Kept, status.Frames - status.Kept, status.Rules.Where(static r => IsDuplicate(r.Rule)).Sum(static r => r.Dropped)),
        status.Bytes,
        status.Rules,
        limits,
        last,
        status.DroppedFiles);

    private static bool IsDuplicate(string? rule) => rule is Pipelines.Mine.Rules.DuplicateInVideo or Pipelines.Mine.Rules.DuplicateAcrossVideos;
}

/// <summary>Items of a library by how far they are.</summary>
internal sealed record LibraryItems(long Pending, long Running, long Done, long Failed);
