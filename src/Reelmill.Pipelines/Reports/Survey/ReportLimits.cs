namespace Reelmill.Pipelines.Reports.Survey;

/// <summary>What keeps the page's size in bounds, however large the library is. What is left out is counted on the page.</summary>
/// <param name="Pictures">Kept frames with a picture.</param>
/// <param name="TwinPictures">Pictures of twins, beside what they replaced.</param>
/// <param name="Videos">Videos with pictures.</param>
/// <param name="ListedVideos">Further videos with a line in a table.</param>
/// <param name="DropsPerVideo">Groups of dropped frames shown for a video.</param>
/// <param name="FailuresPerCode">Failed items shown for a code.</param>
internal sealed record ReportLimits(
    int Pictures = 420,
    int TwinPictures = 180,
    int Videos = 60,
    int ListedVideos = 200,
    int DropsPerVideo = 36,
    int FailuresPerCode = 20);
