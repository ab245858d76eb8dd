using Reelmill.Library.Catalog;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items;

/// <summary>One input that a run works on.</summary>
public sealed record PipelineItem
{
    internal PipelineItem(string id, MediaInput input) => (Id, Input) = (id, input);

    /// <summary>Its id in the catalog, which is of the pipeline and the input.</summary>
    public string Id { get; }

    /// <summary>What a user named.</summary>
    public MediaInput Input { get; }

    /// <summary>Which attempt at the item this is, from 1, over all runs.</summary>
    public int Attempt { get; internal init; }

    /// <summary>What the catalog had of the item before this attempt; null when it was never done.</summary>
    internal Item? Before { get; init; }

    /// <summary>What the run holds for the item until it ends.</summary>
    internal ItemWorkspace Workspace { get; } = new();

    /// <summary>A message in which the input is named and not the file that it was downloaded to.</summary>
    internal string Named(string message) => Workspace.File is { IsTemporary: true } file ? message.Replace(file.Path, Input.Display, StringComparison.Ordinal) : message;
}
