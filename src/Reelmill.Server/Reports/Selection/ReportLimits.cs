namespace Reelmill.Server.Reports.Selection;

/// <summary>The limits that bound the size of a report, however large the library is. The report counts what it omits.</summary>
/// <param name="Kept">The kept frames, each with a thumbnail.</param>
/// <param name="Dropped">The dropped frames.</param>
/// <param name="DroppedThumbnails">The thumbnails of dropped frames, and of the frames that they duplicate where the report does not have those yet.</param>
/// <param name="Videos">The videos with frames.</param>
/// <param name="Sources">The sources listed per video.</param>
/// <param name="ListedVideos">The further videos with a row in a table.</param>
/// <param name="Detections">The detections per frame.</param>
/// <param name="FailuresPerCode">The failed items per error code.</param>
internal sealed record ReportLimits(
    int Kept = 420,
    int Dropped = 2400,
    int DroppedThumbnails = 180,
    int Videos = 60,
    int Sources = 20,
    int ListedVideos = 200,
    int Detections = 12,
    int FailuresPerCode = 20);
