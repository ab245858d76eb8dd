using Reelmill.Core;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Items.Tar;

namespace Reelmill.Pipelines.Index;

/// <summary>Brings images here, out of archives too.</summary>
/// <param name="run">The run.</param>
/// <param name="intake">Brings what is elsewhere.</param>
internal sealed class ImageIntake(ItemRun run, Intake intake)
{
    private readonly TarExtractor _archives = new(token => run.Library.Artifacts.ReserveTemporaryPathAsync("member", token));

    public async ValueTask<FetchedItem> FetchAsync(PipelineItem item, CancellationToken cancellationToken)
    {
        var stamp = SourceStamp.Of(item.Input);
        if (item.Input.Problem is null && TarArchive.Split(item.Input.Source) is { } inside)
        {
            return FetchedItem.Of(item, await _archives.ExtractAsync(inside.Archive, inside.Member, cancellationToken).ConfigureAwait(false), stamp);
        }

        return item.Input.Content is { } content
            ? FetchedItem.Of(item, await WriteAsync(content, cancellationToken).ConfigureAwait(false), stamp)
            : await intake.FetchAsync(item, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Images of rarer formats are decoded in a process of their own, which reads a file.</summary>
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
