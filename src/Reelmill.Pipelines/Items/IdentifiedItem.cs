using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items;

/// <summary>A fetched item whose content is known: equal contents, equal ids.</summary>
/// <param name="Fetched">The item and its bytes.</param>
/// <param name="Content">The id of its content.</param>
internal sealed record IdentifiedItem(FetchedItem Fetched, string Content)
{
    public PipelineItem Item => Fetched.Item;

    public MediaInput Input => Fetched.Input;

    /// <summary>
    /// Keeps a download under the name of its content, by which it is found again; under the name of its source it would
    /// be taken for what a killed run has left.
    /// </summary>
    public void KeepDownload(string folder)
    {
        if (Fetched.File is { IsTemporary: true } file && File.Exists(file.Path))
        {
            File.Move(file.Path, Path.Combine(folder, Content), overwrite: true);
        }
    }
}
