using Reelmill.Pipelines.Reports.Html;
using Reelmill.Pipelines.Reports.Sheet;
using Reelmill.Pipelines.Reports.Survey;

namespace Reelmill.Pipelines.Reports.Sections;

/// <summary>The contact sheet. It writes video by video, so that only one picture is in memory at a time.</summary>
internal sealed class VideosSection(ContactSheet sheet, string folder, ReportLimits limits) : IDisposable
{
    private readonly Pictures _pictures = new(folder);
    private int _twinPictures = limits.TwinPictures;

    public async Task WriteAsync(Markup page, Stream stream, CancellationToken cancellationToken)
    {
        page.Add($"""<section aria-labelledby="videos"><h2 id="videos">Videos</h2>""").Add($"\n");
        if (sheet.Videos.Count == 0)
        {
            page.Add($"""<p class="quiet">No video is done yet.</p>""");
        }
        else
        {
            page.Add($"""<p class="quiet">Below each picture: its time and its sharpness. The band shows what was decided along the video, in the colours of the overview.</p>""").Add($"\n");
        }

        for (var i = 0; i < sheet.Videos.Count; i++)
        {
            // What one video leaves of the twins' pictures goes to those after it.
            var twins = _twinPictures / (sheet.Videos.Count - i);
            await AddAsync(page, sheet.Videos[i], twins, cancellationToken).ConfigureAwait(false);
            await page.FlushToAsync(stream, cancellationToken).ConfigureAwait(false);
        }

        FurtherVideos.Add(page, sheet);
        page.Add($"</section>\n");
    }

    public void Dispose() => _pictures.Dispose();

    private async Task AddAsync(Markup page, VideoSheet video, int twins, CancellationToken cancellationToken)
    {
        VideoHeader.Add(page, video);
        if (video.Pictures.Count > 0)
        {
            var kind = video.Pictures[0].Height > video.Pictures[0].Width ? "frames upright" : "frames";
            page.Add($"""<div class="{kind}">""").Add($"\n");
            foreach (var frame in video.Pictures)
            {
                await FrameTile.AddAsync(page, _pictures, frame, video.Video.Source, cancellationToken).ConfigureAwait(false);
            }

            page.Add($"</div>\n");
        }

        _twinPictures -= await DropStrip.AddAsync(page, _pictures, sheet, video, twins, cancellationToken).ConfigureAwait(false);
        page.Add($"</article>\n");
    }
}
