using Reelmill.Library.Publishing;

namespace Reelmill.Library.Tests.Publishing.S3;

public sealed class StubS3PublishingTests : PublishingConformance, IAsyncLifetime
{
    private StubS3 _s3 = null!;

    public async ValueTask InitializeAsync() => _s3 = await StubS3.StartAsync();

    public async ValueTask DisposeAsync() => await _s3.DisposeAsync();

    private protected override IPublishTarget Open() => _s3.Target();
}
