namespace Reelmill.Server.Reports.Selection;

/// <summary>What keeps a report's size in bounds, however large the library is. What is left out is counted in the report.</summary>
/// <param name="Kept">Kept frames, each with its thumbnail.</param>
/// <param name="Dropped">Dropped frames.</param>
/// <param name="DroppedThumbnails">Thumbnails of dropped frames and of frames that were kept instead and are not in the report otherwise.</param>
/// <param name="Videos">Videos with frames.</param>
/// <param name="Sources">Inputs with the content of a video.</param>
/// <param name="ListedVideos">Further videos with a line in a table.</param>
/// <param name="Detections">Detections of a frame.</param>
/// <param name="FailuresPerCode">Failed items of a code.</param>
internal sealed record ReportLimits(
    int Kept = 420,
    int Dropped = 2400,
    int DroppedThumbnails = 180,
    int Videos = 60,
    int Sources = 20,
    int ListedVideos = 200,
    int Detections = 12,
    int FailuresPerCode = 20);
