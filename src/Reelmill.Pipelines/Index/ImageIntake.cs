using Reelmill.Core;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Items.Tar;

namespace Reelmill.Pipelines.Index;

/// <summary>Fetches images: downloads URLs, extracts archive members, and writes in-memory images to files.</summary>
/// <param name="run">The run.</param>
/// <param name="intake">Downloads remote inputs.</param>
internal sealed class ImageIntake(ItemRun run, Intake intake)
{
    private readonly TarExtractor _archives = new(token => run.Library.Artifacts.ReserveTemporaryPathAsync("member", token));

    public async ValueTask<FetchedItem> FetchAsync(PipelineItem item, CancellationToken cancellationToken)
    {
        var stamp = SourceStamp.Read(item.Input);
        if (item.Input.Problem is null && TarArchive.Split(item.Input.Source) is { } inside)
        {
            return FetchedItem.Create(item, await _archives.ExtractAsync(inside.Archive, inside.Member, cancellationToken).ConfigureAwait(false), stamp);
        }

        return item.Input.Content is { } content
            ? FetchedItem.Create(item, await WriteAsync(content, cancellationToken).ConfigureAwait(false), stamp)
            : await intake.FetchAsync(item, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes an in-memory image to a file, because less common formats are decoded in a separate process, which reads files.</summary>
    private async Task<FetchedFile> WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var path = await run.Library.Artifacts.ReserveTemporaryPathAsync("bytes", cancellationToken).ConfigureAwait(false);
        try
        {
            await File.WriteAllBytesAsync(path, content, cancellationToken).ConfigureAwait(false);
            return new FetchedFile(path, IsTemporary: true, content.Length);
        }
        catch
        {
            CleanUp.Remove(path);
            throw;
        }
    }
}
