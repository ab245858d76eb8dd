using Reelmill.Library.Publishing;

namespace Reelmill.Library.Tests.Publishing.S3;

/// <summary>The conformance of S3 also where no real server can be had; the stub's short pages make long lists of short ones.</summary>
public sealed class StubS3TargetTests : TargetConformance, IAsyncLifetime
{
    private StubS3 _s3 = null!;

    public async ValueTask InitializeAsync() => _s3 = await StubS3.StartAsync();

    public async ValueTask DisposeAsync() => await _s3.DisposeAsync();

    private protected override IPublishTarget Open() => _s3.Target();
}
