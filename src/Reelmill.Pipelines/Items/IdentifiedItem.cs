using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items;

/// <summary>A fetched item with the id of its content. Equal contents have equal ids.</summary>
/// <param name="Fetched">The item and its file.</param>
/// <param name="Content">The id of the content.</param>
internal sealed record IdentifiedItem(FetchedItem Fetched, string Content)
{
    public PipelineItem Item => Fetched.Item;

    public MediaInput Input => Fetched.Input;

    /// <summary>
    /// Moves a download to the id of its content, by which later runs find it. Under its temporary name, the download would
    /// be swept as a leftover of a killed run.
    /// </summary>
    public void KeepDownload(string folder)
    {
        if (Fetched.File is { IsTemporary: true } file && File.Exists(file.Path))
        {
            File.Move(file.Path, Path.Combine(folder, Content), overwrite: true);
        }
    }
}
