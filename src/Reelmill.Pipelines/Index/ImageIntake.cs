using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Items.Tar;

namespace Reelmill.Pipelines.Index;

/// <summary>Brings images here, out of archives too.</summary>
/// <param name="run">The run.</param>
/// <param name="intake">Brings what is elsewhere.</param>
internal sealed class ImageIntake(ItemRun run, Intake intake)
{
    private readonly TarExtractor _archives = new(token => run.Library.Artifacts.TemporaryAsync("member", token));

    public async ValueTask<FetchedImage> FetchAsync(PipelineItem item, CancellationToken cancellationToken)
    {
        if (item.Input.Problem is null && TarArchive.Split(item.Input.Source) is { } inside)
        {
            item.Stamp = SourceStamp.Of(item.Input);
            return new FetchedImage(item, item.Take(await _archives.ExtractAsync(inside.Archive, inside.Member, cancellationToken).ConfigureAwait(false)));
        }

        var fetched = await intake.FetchAsync(item, cancellationToken).ConfigureAwait(false);
        return new FetchedImage(item, fetched.File);
    }
}
