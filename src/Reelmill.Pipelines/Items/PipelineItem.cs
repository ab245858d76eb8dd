using Reelmill.Library.Catalog;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items;

/// <summary>One input that a run processes.</summary>
public sealed record PipelineItem
{
    internal PipelineItem(string id, MediaInput input) => (Id, Input) = (id, input);

    /// <summary>The id in the catalog, derived from the pipeline and the input.</summary>
    public string Id { get; }

    /// <summary>The input as the user named it.</summary>
    public MediaInput Input { get; }

    /// <summary>The number of this attempt at the item, from 1, over all runs.</summary>
    public int Attempt { get; internal init; }

    /// <summary>The catalog's record of the item before this attempt; null when the item was never done.</summary>
    internal Item? Before { get; init; }

    /// <summary>The resources that the run holds until the item ends.</summary>
    internal ItemWorkspace Workspace { get; } = new();

    /// <summary>Replaces the path of the temporary download in a message with the input's name.</summary>
    internal string NameInput(string message) => Workspace.File is { IsTemporary: true } file ? message.Replace(file.Path, Input.Display, StringComparison.Ordinal) : message;
}
